import { CONTROL_IDS, type ControlId } from '../../src/checklist/ids';
import { NO_CLAIMS, policyOf, type EffectiveConfiguration } from '../../src/config/effective';
import { control, type Control } from '../../src/controls/control';
import { notExamined, type NotExamined } from '../../src/controls/registry';
import type { Linked } from '../../src/facts/assemble';
import type { Extractor } from '../../src/facts/file-facts';
import type { FileFacts } from '../../src/facts/file-facts';
import type { SecretFact, SecretHit } from '../../src/facts/secrets';
import { seenAt } from '../../src/model/evidence';
import type { Subject } from '../../src/model/scorecard';
import { seen } from '../../src/model/seen';
import type { ReviewParts } from '../../src/review';
import { lookWith, type Readers } from '../../src/review/look';

/** A server is a file that says `McpServer`; a flaw is a line that says `FLAW`; `BROKEN` makes a file unreadable. */
const secrets: Extractor<'secrets'> = {
  part: 'secrets',
  handles: (path) => /\.(ts|py|toml)$/.test(path),
  maxBytes: 10_000,
  extract: (_, text) => {
    if (text.includes('BROKEN')) throw new Error('It is broken.');
    return { hits: hitsOf(text), signs: text.includes('McpServer') ? [{ what: 'platform-secret', note: 'A server.', line: 1 }] : [] };
  },
};

function hitsOf(text: string): SecretHit[] {
  return text.split('\n').flatMap((line, index) => (line.includes('FLAW') ? [{ kind: 'a flaw', line: index + 1, column: 1, endColumn: 2, fingerprint: line.trim(), confidence: 'certain' as const, place: 'source' as const }] : []));
}

const link: Readers['link'] = (files, _, history): Linked => {
  const product = files.filter((file) => file.kind === 'product');
  const servers = product.filter((file) => file.path.endsWith('.ts') && (file.parts.secrets?.signs.length ?? 0) > 0);
  const found = [
    ...product.flatMap((file) => (file.parts.secrets?.hits ?? []).map((hit) => factOf(file.path, hit))),
    ...(history?.hits ?? []).flatMap(({ blob, hits }) => hits.map((hit) => ({ ...factOf(blob.path, hit), inHistoryOnly: blob.commit }))),
  ];
  const others = files.filter((file) => file.path === 'pyproject.toml').map((file) => ({ path: file.path, line: 1, language: 'python' as const, mcpSdk: { name: 'mcp', line: 7 } }));
  const gaps = product.flatMap((file: FileFacts) => file.gaps);
  const ignores = product.flatMap(({ path, parts: read }) => (read.secrets?.hits ?? []).filter((hit) => hit.fingerprint.includes('ignored')).map((hit) => ({ location: { path, line: hit.line }, kind: 'xss', reason: hit.fingerprint, silenced: 1 })));
  const facts = {
    flows: seen({ flows: [], sources: { count: 0 }, sinks: {}, abandoned: 0, unmatched: [], ignores }),
    packages: seen({ all: [], judged: [], directory: '', resolved: [], others, registry: [], outputs: [] }),
    secrets: seen({ found, files: files.length, signs: [], environmentFiles: [] }, gaps),
  };
  // The other facts play no part in these tests.
  return { facts: facts as unknown as Linked['facts'], signals: servers.length > 0 ? [{ 'mcp-server': servers.map((file) => seenAt({ path: file.path, line: 1 }, 'A server.')) }] : [] };
};

function factOf(path: string, { line, column: _column, endColumn: _end, ...rest }: SecretHit): SecretFact {
  return { ...rest, location: { path, line }, fileKind: 'product' };
}

const flaws = control({
  id: 'secrets-management',
  needs: ['secrets'],
  applies: 'always',
  exhaustive: true,
  messages: { flaw: { severity: 'fail', nature: 'defect', text: 'There is a flaw: {name}.', remedy: 'Remove it.' } },
  judge: ({ secrets }, say) => ({
    findings: secrets.found.map((fact) => say('flaw', { at: fact.location, data: { name: fact.fingerprint }, anchor: fact.fingerprint })),
    evidence: [{ kind: 'searched', note: `Searched ${secrets.files} files.` }],
  }),
});

export const parts: ReviewParts = {
  look: lookWith({ extractors: [secrets], secrets, link }),
  controls: { ...(Object.fromEntries(CONTROL_IDS.map((id) => [id, notExamined])) as Record<ControlId, Control | NotExamined>), 'secrets-management': flaws },
};


export function settings(more: Partial<EffectiveConfiguration> = {}): EffectiveConfiguration {
  return { ...policyOf(), claims: NO_CLAIMS, baseClaims: NO_CLAIMS, source: 'defaults', changes: [], notes: [], ...more };
}

export function subject(more: Partial<Subject> = {}): Subject {
  return { head: 'h', workingDirectory: '', date: '2026-06-15', ...more };
}
