import type { SetupStep } from '../../facts/setup';
import { searched, seenAt } from '../../model/evidence';
import { control, type Judgement } from '../control';

/** Ways to get a program that name it, as a reader says them. */
const MANNERS: Readonly<Record<string, string>> = { remote: 'An address', git: 'A repository', docker: 'An image', client: 'A client’s command', download: 'A download', smithery: 'A command' };

/** Users are told, in a command that names this package, how to get it. */
export const installationInstructions = control({
  id: 'installation-instructions',
  needs: ['setup'],
  applies: 'always',
  exhaustive: false,
  messages: {
    'no-instructions': {
      severity: 'fail', nature: 'absence',
      text: 'No document tells how to install {name}: {searched} no command that names it.',
      remedy: 'Add the exact command to the README, such as `npx -y {package}`.',
    },
    'other-package': {
      severity: 'fail', nature: 'defect', cwe: 1357,
      text: 'The instructions install `{found}`, and the package is called `{package}`.',
      remedy: 'Write `{package}` here, so that nobody installs what somebody else publishes under the other name.',
    },
    'unsuited-manager': {
      severity: 'fail', nature: 'defect',
      text: '`{command}` asks the wrong registry for the package: it is published on npm.',
      remedy: 'Use a manager that installs from npm, such as `npx -y {package}`.',
    },
  },
  judge: ({ setup }, say): Judgement => {
    const { steps, names, published } = setup;
    const [name] = names;
    // What a user of the package types comes first, then what fetches it in other forms.
    const own = steps.filter((step) => step.subject === 'this' && !step.unsuited).sort((a, b) => Number(isNode(b)) - Number(isNode(a)));
    const evidence = distinct(own).slice(0, 5).map((step) => seenAt(step, `${MANNERS[step.manner] ?? 'A command'} names this server: \`${step.text}\`.`));
    if (evidence.length > 0) return { findings: [], evidence };
    const checkout = steps.filter((step) => step.subject === 'checkout');
    const [first] = checkout;
    if (first && (!published || setup.entries.some((entry) => entry.subject === 'this'))) {
      return { findings: [], evidence: [seenAt(first, `The server is installed from a checkout: \`${first.text}\`.`)] };
    }
    const unsuited = steps.filter((step) => step.unsuited);
    const wrong = steps.filter((step) => step.subject === 'other' && isNode(step));
    const data = { package: name ?? 'the package' };
    const findings = unsuited.length > 0
      ? unsuited.map((step) => say('unsuited-manager', { at: step, data: { ...data, command: step.text }, anchor: step.text }))
      : name === undefined ? [] : distinct(wrong).map((step) => say('other-package', { at: step, data: { ...data, found: step.names.join(' ') }, anchor: step.names.join(' ') }));
    if (findings.length > 0) return { findings, evidence: [] };
    const [guide] = setup.guides;
    if (guide) return { findings: [], evidence: [seenAt(guide, `A link leads to a guide: ${guide.url}.`)], unverified: 'The documents lead to a guide that is not in the repository, and name no command themselves.' };
    const looked = setup.documents.length === 0 ? 'there is no README, and so' : `the ${setup.documents.length === 1 ? 'one document' : `${setup.documents.length} documents`} for users hold`;
    return { findings: [say('no-instructions', { data: { name: name === undefined ? 'the server' : `\`${name}\``, package: name ?? 'your-package', searched: looked } })], evidence: [searched('Looked for commands in README and docs.')] };
  },
});

function isNode({ manner }: SetupStep): boolean {
  return /^(npm|pnpm|yarn|bun|npx|deno)$/.test(manner);
}

/** One step for each manner and name, the first. */
function distinct(steps: readonly SetupStep[]): readonly SetupStep[] {
  return [...new Map([...steps].reverse().map((step) => [`${step.manner} ${step.names.join(' ')}`, step])).values()].reverse();
}
