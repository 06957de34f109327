import { CONTROL_IDS, type ControlId } from '../../src/checklist/ids';
import { NO_CLAIMS, policyOf, type EffectiveConfiguration } from '../../src/config/effective';
import { control, type Control } from '../../src/controls/control';
import { notExamined, type NotExamined } from '../../src/controls/registry';
import type { CodeFacts, DocumentFacts } from '../../src/facts/assemble';
import { assembleFacts } from '../../src/facts/assemble';
import { extractRevision } from '../../src/facts/extract';
import type { FileFacts } from '../../src/facts/file-facts';
import { inScope } from '../../src/facts/scope';
import type { SecretFact } from '../../src/facts/secrets';
import { seenAt } from '../../src/model/evidence';
import type { Subject } from '../../src/model/scorecard';
import { seen } from '../../src/model/seen';
import { filterRevision } from '../../src/review/filter';
import type { Look, ReviewParts } from '../../src/review';

/** A server is a file that says `McpServer`; a flaw is a line that says `FLAW`; `BROKEN` makes a file unreadable. */
const look: Look = async (revision, { cache, configuration, subject, progress }) => {
  const { revision: visible, hidden } = await filterRevision(revision, configuration.files);
  const extractor = {
    part: 'secrets' as const,
    handles: (path: string): boolean => /\.(ts|py|toml)$/.test(path),
    maxBytes: 10_000,
    extract: (_path: string, text: string) => {
      if (text.includes('BROKEN')) throw new Error('It is broken.');
      return { hits: hitsOf(text), signs: text.includes('McpServer') ? [{ what: 'platform-secret' as const, note: 'A server.', line: 1 }] : [] };
    },
  };
  const files = inScope(await extractRevision(visible, [extractor], cache, (done, total) => progress?.('Reading', done, total)), subject.workingDirectory);
  return { facts: assembleFacts(files, code(files), documents(files), configuration.settings), files, notes: hidden > 0 ? [`${hidden} hidden.`] : [] };
};

function hitsOf(text: string) {
  return text.split('\n').flatMap((line, index) => (line.includes('FLAW') ? [{ kind: 'a flaw', line: index + 1, column: 1, endColumn: 2, fingerprint: line.trim(), confidence: 'certain' as const, place: 'source' as const }] : []));
}

function code(files: readonly FileFacts[]): CodeFacts {
  const servers = files.filter((file) => file.kind === 'product' && file.path.endsWith('.ts') && (file.parts.secrets?.signs.length ?? 0) > 0);
  const traits = servers.length > 0 ? { 'mcp-server': servers.map((file) => seenAt({ path: file.path, line: 1 }, 'A server.')) } : {};
  return { traits, database: [] };
}

function documents(files: readonly FileFacts[]): DocumentFacts {
  const found: SecretFact[] = files.filter((file) => file.kind === 'product').flatMap((file) =>
    (file.parts.secrets?.hits ?? []).map(({ line, column: _column, endColumn: _end, ...rest }) => ({ ...rest, location: { path: file.path, line }, fileKind: 'product' as const })));
  const others = files.filter((file) => file.path === 'pyproject.toml').map((file) => ({ path: file.path, line: 1, language: 'python' as const, mcpSdk: { name: 'mcp', line: 7 } }));
  return {
    traits: {},
    database: [],
    documents: seen([]),
    deployments: seen([]),
    packages: seen({ all: [], judged: [], directory: '', resolved: [], others, registry: [], outputs: [] }),
    secrets: seen({ found, files: files.length, signs: [], environmentFiles: [] }, files.filter((file) => file.kind === 'product').flatMap((file) => file.gaps)),
  };
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
  look,
  controls: { ...(Object.fromEntries(CONTROL_IDS.map((id) => [id, notExamined])) as Record<ControlId, Control | NotExamined>), 'secrets-management': flaws },
};


export function settings(more: Partial<EffectiveConfiguration> = {}): EffectiveConfiguration {
  return { ...policyOf(), claims: NO_CLAIMS, baseClaims: NO_CLAIMS, source: 'defaults', changes: [], notes: [], ...more };
}

export function subject(more: Partial<Subject> = {}): Subject {
  return { head: 'h', workingDirectory: '', date: '2026-06-15', ...more };
}
