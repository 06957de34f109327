import type { SecretFact, Secrets } from '../../facts/secrets';
import { searched, seenAt } from '../../model/evidence';
import type { Finding } from '../../model/finding';
import { control, type Judgement, type Say } from '../control';
import { quoted } from '../words';

/** No credential stands in the tree or in what the commits of a pull request add. */
export const secretsManagement = control({
  id: 'secrets-management',
  needs: ['secrets'],
  applies: 'always',
  exhaustive: true,
  messages: {
    credential: {
      severity: 'fail', nature: 'defect', cwe: 798,
      text: 'This looks like {kind} that is in use.{more}',
      remedy: 'Revoke it and make a new one: the history of the repository keeps it, also after it is removed here. Then read it from the environment.',
    },
    'in-history': {
      severity: 'fail', nature: 'defect', cwe: 798,
      text: 'Commit {commit} adds what looks like {kind}. It is gone at head, and the history keeps it.',
      remedy: 'Revoke it and make a new one. Take the commit out of the branch as well before it is merged.',
    },
    'environment-file': {
      severity: 'fail', nature: 'defect', cwe: 312,
      text: 'An environment file with values is committed: it sets {names}.',
      remedy: 'Remove it from version control, list it in `.gitignore`, change the values, and commit a template with the names alone.',
    },
    'baked-into-image': {
      severity: 'fail', nature: 'defect', cwe: 538,
      text: '`{name}` is baked into the image, where everyone who has the image can read it.',
      remedy: 'Give it to the container when it starts, or mount it during the build with `RUN --mount=type=secret`.',
    },
    'in-arguments': {
      severity: 'fail', nature: 'defect', cwe: 214,
      text: 'The server is started with a secret among its arguments (`{name}`), which every process of the machine can read.',
      remedy: 'Hand it over in an environment variable or a mounted file, and read it there.',
    },
    'in-build-stage': {
      severity: 'warn', nature: 'defect', cwe: 538,
      text: '`{name}` is an argument of a build stage: it stays in the build cache and in the image of that stage.',
      remedy: 'Mount it during the build with `RUN --mount=type=secret`.',
    },
    'in-document': {
      severity: 'warn', nature: 'defect', cwe: 798,
      text: 'This has the form of {kind}, in a document or an example.',
      remedy: 'If it was ever in use, revoke it. Show a placeholder that nobody can take for a real one.',
    },
    'unknown-origin': {
      severity: 'warn', nature: 'absence',
      text: 'The server is deployed and needs {names}, and nothing in the repository shows where they come from.',
      remedy: 'Name the secret manager, the encrypted file or the store of the platform in the deployment files.',
    },
  },
  judge: ({ secrets }, say): Judgement => {
    const exposures = { image: 'baked-into-image', 'build-stage': 'in-build-stage', argument: 'in-arguments' } as const;
    const findings = [
      ...environmentFiles(secrets, say),
      ...credentials(secrets, say),
      ...secrets.exposures.map((exposure) => say(exposures[exposure.how], { at: exposure, data: { name: exposure.name }, anchor: exposure.name })),
      ...(secrets.unexplained.length > 0 ? [say('unknown-origin', { data: { names: listed(secrets.unexplained) } })] : []),
    ];
    const commits = secrets.commits === undefined ? '' : ` and what ${secrets.commits === 1 ? 'one commit' : `${secrets.commits} commits`} of the change add`;
    const looked = searched(`Searched ${secrets.files} files${commits} for credentials of about 90 providers, private keys, signed tokens, addresses with passwords, and random values beside names that speak of a secret.`);
    return { findings, evidence: [looked, ...secrets.origins.slice(0, 6).map((origin) => seenAt(origin, origin.note))] };
  },
});

type Messages = 'credential' | 'in-history' | 'environment-file' | 'baked-into-image' | 'in-arguments' | 'in-build-stage' | 'in-document' | 'unknown-origin';

/** What a credential counts for where it stands: files of tests show made-up ones, documents and examples mostly do. */
function weightOf({ fileKind, place, confidence, location }: SecretFact, secrets: Secrets): 'fail' | 'warn' | 'none' {
  if (fileKind === 'test' || fileKind === 'vendored') return 'none';
  const file = secrets.environmentFiles.find(({ path }) => path === location.path);
  if (file) return !file.template ? 'none' : confidence === 'possible' ? 'none' : 'fail';
  if (place === 'client-configuration') return 'fail';
  if (place !== 'document' && fileKind !== 'example') return 'fail';
  return { certain: 'fail', likely: 'warn', possible: 'none' }[confidence] as 'fail' | 'warn' | 'none';
}

/** One finding for each value, at its first place; the others are counted. */
function credentials(secrets: Secrets, say: Say<Messages>): readonly Finding[] {
  const groups = new Map<string, SecretFact[]>();
  for (const fact of secrets.found) {
    const weight = weightOf(fact, secrets);
    if (weight === 'none' && fact.inHistoryOnly === undefined) continue;
    const key = `${weight} ${fact.fingerprint}`;
    groups.set(key, [...(groups.get(key) ?? []), fact]);
  }
  return [...groups].flatMap(([key, facts]) => {
    const fact = facts.find((candidate) => candidate.fileKind !== 'generated') ?? facts[0];
    if (!fact) return [];
    const { kind, location, fingerprint, inHistoryOnly } = fact;
    const anchor = `${kind} ${fingerprint}`;
    if (inHistoryOnly !== undefined) return key.startsWith('none') ? [] : [say('in-history', { at: location, data: { kind, commit: inHistoryOnly.slice(0, 12) }, anchor })];
    const more = facts.length === 1 ? '' : ` The same value stands in ${facts.length - 1} more ${facts.length === 2 ? 'place' : 'places'}.`;
    return [key.startsWith('fail') ? say('credential', { at: location, data: { kind, more }, anchor }) : say('in-document', { at: location, data: { kind }, anchor })];
  });
}

/** Committed environment files that set something secret; one finding for each file. */
function environmentFiles(secrets: Secrets, say: Say<Messages>): readonly Finding[] {
  return secrets.environmentFiles.filter((file) => !file.template).flatMap(({ path, variables }) => {
    const filled = variables.filter((variable) => variable.value === 'secret' || (variable.telling && variable.value === 'plain'));
    const [first] = filled;
    if (!first) return [];
    return [say('environment-file', { at: { path, line: first.line }, data: { names: listed(filled.map(({ name }) => name)) }, anchor: path })];
  });
}

function listed(names: readonly string[]): string {
  const rest = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return quoted(names.slice(0, 5)) + rest;
}
