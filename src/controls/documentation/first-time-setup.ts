import type { Setup, SetupEntry } from '../../facts/setup';
import { searched, seenAt } from '../../model/evidence';
import type { Finding } from '../../model/finding';
import { control, type Judgement, type Say } from '../control';

/** The documents hold a configuration for a client that can be pasted and works. */
export const firstTimeSetup = control({
  id: 'first-time-setup',
  needs: ['setup'],
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
  judge: ({ setup }, say): Judgement => {
    const own = setup.entries.filter((entry) => entry.subject === 'this');
    const working = own.filter((entry) => entry.missing === undefined);
    const evidence = [...working.slice(0, 4).map(shown), ...setup.wizards.slice(0, 2).map((wizard) => seenAt(wizard, `A command sets up the client by itself: \`${wizard.text}\`.`))];
    const [address] = setup.steps.filter((step) => step.manner === 'remote' && step.subject === 'this');
    if (address && evidence.length === 0) evidence.push(seenAt(address, `A client is told to connect to ${address.text}.`));
    if (evidence.length > 0) return { findings: faults(setup, own, say, 'also-'), evidence };
    const findings = faults(setup, own, say, '');
    if (findings.length > 0) return { findings, evidence: [] };
    const [guide] = setup.guides;
    if (guide) return { findings: [], evidence: [seenAt(guide, `A link leads to a guide: ${guide.url}.`)], unverified: 'The documents lead to a guide that is not in the repository, and hold no configuration for a client themselves.' };
    return { findings: [say('no-configuration')], evidence: [searched(`Looked for configurations of clients in ${setup.documents.length} documents for users.`)] };
  },
});

type Messages = 'no-configuration' | 'does-not-parse' | 'cannot-start' | 'also-does-not-parse' | 'also-cannot-start';

/** What is wrong with the blocks; beside one that works it is a warning. */
function faults(setup: Setup, own: readonly SetupEntry[], say: Say<Messages>, prefix: '' | 'also-'): readonly Finding[] {
  return [
    ...setup.broken.map((block) => say(`${prefix}does-not-parse`, { at: block, data: { format: block.format.toUpperCase(), why: block.why }, anchor: `${block.path} ${block.why}` })),
    ...own.flatMap((entry) => (entry.missing === undefined ? [] : [say(`${prefix}cannot-start`, { at: entry, data: { starts: entry.starts, why: entry.missing }, anchor: entry.starts })])),
  ];
}

function shown(entry: SetupEntry): ReturnType<typeof seenAt> {
  const how = { json: 'A block for clients', toml: 'A block for clients', yaml: 'A block for clients', command: 'A client’s command', link: 'An install link' }[entry.format];
  return seenAt(entry, `${how} starts \`${entry.starts}\`.`);
}
