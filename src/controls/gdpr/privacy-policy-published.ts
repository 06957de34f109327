import type { DocumentFact } from '../../facts/documents';
import type { Packages } from '../../facts/package';
import { searched, seenAt, type Evidence } from '../../model/evidence';
import { control, type Judgement } from '../control';

/** Fewest words of a text that says what is done with data about people. */
const WORDS = 40;

/** People can read what the server does with data about them. */
export const privacyPolicyPublished = control({
  id: 'privacy-policy-published',
  needs: ['documents', 'packages'],
  applies: ['personal-data', 'personal-data-stored', 'usage-data'],
  exhaustive: false,
  messages: {
    'no-policy': {
      severity: 'fail', nature: 'absence',
      text: 'The server processes data of people, and neither a privacy document nor a link to one was found.',
      remedy: 'Add `PRIVACY.md` with what is collected, why, how long it is kept, who receives it and how to have it deleted, and link it from the README.',
    },
    'empty-policy': {
      severity: 'fail', nature: 'defect',
      text: 'The privacy document says nothing: it has {words} words.',
      remedy: 'Say what is collected, why, how long it is kept, who receives it and how to have it deleted.',
    },
    'dead-link': {
      severity: 'fail', nature: 'defect',
      text: 'The link to the privacy policy leads to `{url}`, which is not in the repository.',
      remedy: 'Add the document, or correct the link.',
    },
  },
  judge: ({ documents, packages }, say): Judgement => {
    const policies = documents.filter((document) => document.kind === 'privacy' && document.fileKind !== 'test');
    const written = policies.filter((document) => document.words >= WORDS);
    const links = documents.filter((document) => document.kind !== 'changelog' && document.kind !== 'license').flatMap(policyLinks);
    const reachable = links.filter((link) => link.target === undefined || documents.some((document) => document.path === link.target && document.words >= WORDS));
    const evidence = [
      ...written.map((document) => seenAt({ path: document.path, line: 1 }, 'A privacy document is in the repository.')),
      ...documents.filter((document) => document.kind === 'readme' || document.kind === 'security' || document.kind === 'docs').flatMap(policySections),
      ...reachable.map((link) => seenAt(link, `A link leads to the privacy policy: ${link.url}.`)),
      ...metadataOf(packages),
    ];
    if (evidence.length > 0) return { findings: [], evidence: evidence.slice(0, 6) };
    const findings = [
      ...policies.map((document) => say('empty-policy', { at: { path: document.path, line: 1 }, data: { words: document.words }, anchor: document.path })),
      ...links.filter((link) => !policies.some((policy) => policy.path === link.target)).map((link) => say('dead-link', { at: link, data: { url: link.url }, anchor: link.url })),
    ];
    return { findings: findings.length > 0 ? findings : [say('no-policy')], evidence: [searched(`Looked in ${documents.length} documents and the package's metadata.`)] };
  },
});

interface PolicyLink {
  readonly path: string;
  readonly line: number;
  readonly url: string;
  /** The file that a relative link leads to; absent for addresses, which nothing here follows. */
  readonly target?: string;
}

/** Links whose text or address says privacy, save those to the policies of others that a page is full of. */
function policyLinks({ path, links }: DocumentFact): readonly PolicyLink[] {
  return links.filter(({ text, url }) => /privacy|data[- ]protection|datenschutz/i.test(`${text} ${url}`) && !/^(#|mailto:)/.test(url) && !/docs\.github\.com|policies\.google\.com|developer\.apple|anthropic\.com|openai\.com|gdpr\.eu/i.test(url))
    .map(({ url, line }) => (/^[a-z][a-z0-9+.-]*:/i.test(url) ? { path, line, url } : { path, line, url, target: resolve(path, url) }));
}

function resolve(from: string, url: string): string {
  const file = url.replace(/[?#].*$/, '');
  const parts = file.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of file.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Sections on privacy that are long enough to say something. */
function policySections({ path, sections }: DocumentFact): readonly Evidence[] {
  return sections.filter(({ title, text }) => /\bprivacy\b|data (protection|collection|handling)|\btelemetry\b|datenschutz/i.test(title) && text.split(/\s+/).length >= WORDS)
    .map(({ title, line }) => seenAt({ path, line }, `The section "${title}" says what is done with data.`));
}

function metadataOf(packages: Packages): readonly Evidence[] {
  return packages.judged.flatMap(({ path, lines, homepage, privacyPolicy }) => [
    ...(privacyPolicy === undefined ? [] : [seenAt({ path, line: lines['privacyPolicy'] ?? lines['privacy'] ?? 1 }, `The package's metadata names the privacy policy: ${privacyPolicy}.`)]),
    ...(homepage !== undefined && /privacy/i.test(homepage) ? [seenAt({ path, line: lines['homepage'] ?? 1 }, `The package's home page is ${homepage}.`)] : []),
  ]).concat(packages.registry.flatMap(({ path, privacyPolicy }) => (privacyPolicy === undefined ? [] : [seenAt({ path, line: privacyPolicy.line }, `The registry manifest names the privacy policy: ${privacyPolicy.url}.`)])));
}
