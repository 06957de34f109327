import { describe, expect, test } from '@jest/globals';
import type { Control } from '../../../src/controls/control';
import { privacyPolicyPublished } from '../../../src/controls/gdpr/privacy-policy-published';
import type { Facts } from '../../../src/facts/facts';
import { seenAt } from '../../../src/model/evidence';
import { controlChecks, type ControlCases, type Files } from '../../support/control-checks';
import { factsOf } from '../../support/control-tester';

const POLICY = `# Privacy policy

We store the name and the mail address of each account, to sign you in. We keep them for as long as the account exists,
and for thirty days after it is deleted. Nobody else receives them, apart from our hosting provider in Frankfurt. Write
to privacy@acme.dev to see, correct or delete what we hold about you.
`;
const SECTION = '## Privacy\n\nThe server sends the name of each tool that is called and how long it took to our own statistics. It sends no arguments and no results, and nothing that tells who you are. Events are deleted after ninety days. Set NO_TELEMETRY=1 to send nothing at all.\n';

const people = (files: Files): Files => ({ 'package.json': '{ "name": "@acme/notes-mcp" }', 'src/people.ts': '', ...files });
const readme = (text: string): Files => people({ 'README.md': `# Notes\n\n${text}\n` });

/** What reads code tells whether data of people is processed; here a file of that name stands for it. */
async function factsWithPeople(files: Files): Promise<Facts> {
  const facts = await factsOf(files);
  if (!('src/people.ts' in files) || !facts.traits.seen) return facts;
  const present = { present: true, evidence: [seenAt({ path: 'src/people.ts', line: 1 }, 'Accounts are stored here.')] };
  return { ...facts, traits: { ...facts.traits, value: { ...facts.traits.value, 'personal-data': present } } };
}

const cases: ControlCases<keyof typeof privacyPolicyPublished.messages> = {
  pass: {
    'a document at the root': { files: people({ 'PRIVACY.md': POLICY }), evidence: ['PRIVACY.md:1'] },
    'a document among the docs': { files: people({ 'docs/privacy-policy.md': POLICY }), evidence: ['docs/privacy-policy.md:1'] },
    'a page of the site': { files: people({ 'public/privacy.html': `<html><body><h1>Privacy</h1><p>${POLICY.replace(/\n/g, ' ')}</p></body></html>` }), evidence: ['public/privacy.html:1'] },
    'a link from the README': { files: readme('Read our [privacy policy](https://acme.dev/legal/privacy).'), evidence: ['README.md:3'] },
    'a link behind other words': { files: readme('[Legal](https://acme.dev/privacy)'), evidence: ['README.md:3'] },
    'a link by reference': { files: readme('See the [privacy notice][p].\n\n[p]: https://acme.dev/p'), evidence: ['README.md:3'] },
    'a link in HTML': { files: readme('<p align="center"><a href="https://acme.dev/privacy">Privacy</a></p>'), evidence: ['README.md:3'] },
    'a section of the README': { files: readme(SECTION), evidence: ['README.md:3'] },
    'metadata of the package': { files: people({ 'package.json': '{\n  "name": "@acme/notes-mcp",\n  "privacyPolicy": "https://acme.dev/p"\n}' }), evidence: ['package.json:3'] },
    'an extension of a client': { files: people({ 'manifest.json': '{\n  "mcpb_version": "0.1",\n  "name": "notes",\n  "server": {},\n  "privacy_policies": ["https://acme.dev/p"]\n}' }), evidence: ['manifest.json:5'] },
  },
  fail: {
    'nothing': { files: readme('Notes for teams.'), findings: ['no-policy'] },
    'no document at all': { files: people({}), findings: ['no-policy'] },
    'a section that says nothing': { files: readme('## Privacy\n\nWe care about your privacy.'), findings: ['no-policy'] },
    'an empty document': { files: people({ 'PRIVACY.md': '# Privacy\n\nComing soon.\n' }), findings: ['empty-policy PRIVACY.md:1'] },
    'a link to a document that is not there': { files: readme('Read our [privacy policy](./legal/PRIVACY.md).'), findings: ['dead-link README.md:3'] },
    'a link to somebody else’s policy': { files: readme('Tokens are handled as in the [privacy statement](https://docs.github.com/en/site-policy/privacy-policies).'), findings: ['no-policy'] },
    'the word alone': { files: readme('Private by default, with privacy in mind.'), findings: ['no-policy'] },
    'a policy among the tests': { files: people({ 'tests/fixtures/PRIVACY.md': POLICY }), findings: ['no-policy'] },
  },
  notApplicable: {
    'no data of people': { files: { 'package.json': '{ "name": "@acme/clock-mcp" }', 'src/index.ts': 'export const now = 1;\n' } },
  },
};

describe('privacy-policy-published', () => {
  test.each(controlChecks(privacyPolicyPublished as unknown as Control, cases, factsWithPeople).map((check) => [check.name, check.run] as const))('%s', async (_, run) => {
    expect((await run()).join('\n')).toBe('');
  });
});
