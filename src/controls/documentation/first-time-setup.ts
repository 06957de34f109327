import type { CredentialsFact } from '../../facts/credentials';
import type { DocumentFact } from '../../facts/documents';
import type { Setup, SetupEntry } from '../../facts/setup';
import { searched, seenAt } from '../../model/evidence';
import type { Finding } from '../../model/finding';
import { control, type Judgement, type Say } from '../control';

/** The documents hold a configuration for a client that can be pasted and works. */
export const firstTimeSetup = control({
  id: 'first-time-setup',
  needs: ['setup', 'documents', 'credentials'],
  applies: 'always',
  exhaustive: false,
  messages: {
    'no-configuration': {
      severity: 'fail', nature: 'absence',
      text: 'No document shows how to add this server to an MCP client.',
      remedy: 'Add an `mcpServers` block to the README that starts the server, or the address of the remote server, with placeholders for credentials.',
    },
    'does-not-parse': {
      severity: 'fail', nature: 'defect',
      text: 'This configuration of a client is no valid {format}: {why}.',
      remedy: 'Correct it here and try it in a client: users paste it as it is.',
    },
    'cannot-start': {
      severity: 'fail', nature: 'defect',
      text: '`{starts}` cannot start the server: {why}.',
      remedy: 'Write the command that the published package really has, or give the package that command.',
    },
    'lacks-credentials': {
      severity: 'fail', nature: 'defect',
      text: 'The server does not work without {names}, and neither this configuration nor any document says so.',
      remedy: 'Set it in the block with a placeholder, and say where to get it.',
    },
    'leaves-out-credentials': {
      severity: 'warn', nature: 'defect',
      text: 'The server does not work without {names}, and no configuration of a client sets it.',
      remedy: 'Set it in the block with a placeholder: most users paste the block and read no further.',
    },
    'also-does-not-parse': {
      severity: 'warn', nature: 'defect',
      text: 'This configuration of a client is no valid {format}, while another one is right: {why}.',
      remedy: 'Correct it as well: users paste the block for their own client.',
    },
    'also-cannot-start': {
      severity: 'warn', nature: 'defect',
      text: '`{starts}` cannot start the server, while another configuration can: {why}.',
      remedy: 'Correct it as well: users paste the block for their own client.',
    },
  },
  judge: ({ setup, documents, credentials }, say): Judgement => {
    const own = setup.entries.filter((entry) => entry.subject === 'this');
    const working = own.filter((entry) => entry.missing === undefined);
    const evidence = [...working.slice(0, 4).map(shown), ...setup.wizards.slice(0, 2).map((wizard) => seenAt(wizard, `A command sets up the client by itself: \`${wizard.text}\`.`))];
    const [address] = setup.steps.filter((step) => step.manner === 'remote' && step.subject === 'this');
    if (address && evidence.length === 0) evidence.push(seenAt(address, `A client is told to connect to ${address.text}.`));
    if (evidence.length > 0) return { findings: [...faults(setup, own, say, 'also-'), ...without(working, requiredOf(credentials), documents, say)], evidence };
    const findings = faults(setup, own, say, '');
    if (findings.length > 0) return { findings, evidence: [] };
    const [guide] = setup.guides;
    if (guide) return { findings: [], evidence: [seenAt(guide, `A link leads to a guide: ${guide.url}.`)], unverified: 'The documents lead to a guide that is not in the repository, and hold no configuration for a client themselves.' };
    return { findings: [say('no-configuration')], evidence: [searched(`Looked for configurations of clients in ${setup.documents.length} documents for users.`)] };
  },
});

type Messages = 'lacks-credentials' | 'leaves-out-credentials' | 'no-configuration' | 'does-not-parse' | 'cannot-start' | 'also-does-not-parse' | 'also-cannot-start';

/** What is wrong with the blocks; beside one that works it is a warning. */
function faults(setup: Setup, own: readonly SetupEntry[], say: Say<Messages>, prefix: '' | 'also-'): readonly Finding[] {
  return [
    ...setup.broken.map((block) => say(`${prefix}does-not-parse`, { at: block, data: { format: block.format.toUpperCase(), why: block.why }, anchor: `${block.path} ${block.why}` })),
    ...own.flatMap((entry) => (entry.missing === undefined ? [] : [say(`${prefix}cannot-start`, { at: entry, data: { starts: entry.starts, why: entry.missing }, anchor: entry.starts })])),
  ];
}

/** Credentials without which the server stops or refuses. */
function requiredOf({ read }: CredentialsFact): readonly string[] {
  return read.filter((credential) => credential.stops && credential.fallback === undefined).map(({ name }) => name);
}

/** Entries that start the server without anything that could be one of its credentials; where any entry has one, the others leave it out on purpose. */
function without(working: readonly SetupEntry[], required: readonly string[], documents: readonly DocumentFact[], say: Say<Messages>): readonly Finding[] {
  const [first] = working;
  if (!first || required.length === 0 || working.some((entry) => entry.remote || entry.sets.length > 0)) return [];
  const told = required.some((name) => documents.some((document) => isNamed(document, name)));
  const names = required.slice(0, 3).map((name) => `\`${name}\``).join(' or ');
  return [say(told ? 'leaves-out-credentials' : 'lacks-credentials', { at: first, data: { names }, anchor: first.starts })];
}

function isNamed({ kind, sections, fences, inlineCode, tables }: DocumentFact, name: string): boolean {
  if (!/^(readme|docs|support|other)$/.test(kind)) return false;
  return sections.some(({ text, items }) => text.includes(name) || items.some((item) => item.includes(name))) || fences.some(({ text }) => text.includes(name))
    || inlineCode.some(({ text }) => text.includes(name)) || tables.some(({ rows }) => rows.some(({ cells }) => cells.some((cell) => cell.includes(name))));
}

function shown(entry: SetupEntry): ReturnType<typeof seenAt> {
  const how = { json: 'A block for clients', toml: 'A block for clients', yaml: 'A block for clients', command: 'A client’s command', link: 'An install link' }[entry.format];
  return seenAt(entry, `${how} starts \`${entry.starts}\`.`);
}
