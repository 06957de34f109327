import type { CredentialFact } from '../../facts/credentials';
import { searched, seenAt, type Evidence } from '../../model/evidence';
import type { Finding } from '../../model/finding';
import { control, type Say } from '../control';

type MessageId = 'unchecked' | 'literal-fallback' | 'accepts-empty' | 'plain-comparison' | 'no-form';

/** Each credential that the server needs is checked before its use, and keys of callers are compared in constant time. */
export const apiKeyValidation = control({
  id: 'api-key-validation',
  needs: ['credentials'],
  applies: ['credentials'],
  exhaustive: true,
  messages: {
    unchecked: {
      severity: 'fail', nature: 'defect', cwe: 754,
      text: 'The credential `{name}` is used and nothing checks that it is there.',
      remedy: 'Read it once at start and throw an error that names it when it is missing: `if (!process.env.{name}) throw new Error(\'{name} is not set.\')`.',
    },
    'literal-fallback': {
      severity: 'fail', nature: 'defect', cwe: 1188,
      text: 'A literal takes the place of the credential `{name}` when it is missing, so that the server runs with a value that everybody who reads the code knows.',
      remedy: 'Throw an error when the variable is missing instead.',
    },
    'accepts-empty': {
      severity: 'fail', nature: 'defect', cwe: 521,
      text: 'The schema that checks the credential `{name}` accepts the empty text.',
      remedy: 'Ask for a length: `z.string().min(1)`, or better the length or form that real keys have.',
    },
    'plain-comparison': {
      severity: 'fail', nature: 'defect', cwe: 208,
      text: 'A secret that the caller sends is compared with `===` or `!==`, which stops at the first character that differs, so that the time of the answer tells how much of a guess was right.',
      remedy: 'Compare the hashes of both with `crypto.timingSafeEqual`.',
    },
    'no-form': {
      severity: 'warn', nature: 'defect',
      text: 'The check of the credential `{name}` looks at neither its length nor its form.',
      remedy: 'Check the length, or the prefix that real keys have, so that a mistake shows when the server starts.',
    },
  },
  judge: ({ credentials }, say) => {
    const plain = credentials.compared.filter((comparison) => comparison.how === 'plain');
    const findings = [
      ...credentials.read.flatMap((credential) => findingsOf(credential, say)),
      ...plain.map((comparison) => say('plain-comparison', { at: comparison.location, anchor: `compare ${comparison.digest}` })),
    ];
    const evidence = [
      ...credentials.read.flatMap(shown),
      ...credentials.compared.filter((comparison) => comparison.how === 'constant-time').map((comparison) => seenAt(comparison.location, 'A secret is compared in constant time here.')),
    ];
    return { findings, evidence: [...evidence.slice(0, 10), searched(`Looked at ${credentials.read.length} ${credentials.read.length === 1 ? 'credential' : 'credentials'} of the environment and ${credentials.compared.length} ${credentials.compared.length === 1 ? 'comparison' : 'comparisons'} with secrets.`)] };
  },
});

function findingsOf(credential: CredentialFact, say: Say<MessageId>): readonly Finding[] {
  const { name, checked, fallback, acceptsEmpty, uses, validated, stops } = credential;
  const data = { name };
  if (fallback) return [say('literal-fallback', { at: fallback, data, anchor: `fallback ${name}` })];
  if (acceptsEmpty) return [say('accepts-empty', { at: acceptsEmpty, data, anchor: `empty ${name}` })];
  if (!checked) return uses.length === 0 ? [] : [say('unchecked', { at: credential.location, data, anchor: `unchecked ${name}` })];
  return validated || !stops ? [] : [say('no-form', { at: checked.location, data, anchor: `form ${name}` })];
}

function shown({ name, checked, uses, location }: CredentialFact): readonly Evidence[] {
  if (checked) return [seenAt(checked.location, `The credential \`${name}\` is checked by ${checked.by}.`)];
  return uses.length === 0 ? [seenAt(location, `The credential \`${name}\` is handed to something that works without it.`)] : [];
}
