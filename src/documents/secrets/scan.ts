import { createHash } from 'node:crypto';
import type { SecretConfidence, SecretHit } from '../../facts/secrets';
import { lineNumbers } from '../line-numbers';
import { ADDRESS_HINTS, addressSuspects } from './addresses';
import { hintFinder } from './hints';
import { manifestSuspects } from './manifests';
import { namedSuspects } from './names';
import { PATTERNS } from './patterns';
import { isDocument, isSearched, placeOf, readsNames } from './places';
import { isPlaceholder } from './placeholder';
import { PRESET_HINTS, presetSuspects, type Suspect } from './preset';

/** Most credentials that are listed of one file; a file with more is a dump, and one finding is as good as thousands. */
const MAX_HITS = 100;

/**
 * Credentials in one text, in order of place. The values are in no part of the result: only the kind, the place and a
 * fingerprint. Files where nothing counts (lock files, pictures) give none.
 */
export function scanSecrets(path: string, text: string): readonly SecretHit[] {
  const suspects = suspectsIn(path, text);
  const { lineAt, startOf } = lineNumbers(text);
  return suspects.slice(0, MAX_HITS).map((suspect) => {
    const line = lineAt(suspect.start);
    const lineStart = startOf(line);
    const width = Math.max(1, Math.min(suspect.end, startOf(line + 1)) - suspect.start);
    return {
      kind: suspect.kind,
      line,
      column: suspect.start - lineStart + 1,
      endColumn: suspect.start - lineStart + 1 + width,
      fingerprint: fingerprintOf(text.slice(suspect.start, suspect.end)),
      confidence: suspect.confidence,
      place: isDocument(path) && isClientBlock(text, suspect.start) ? 'client-configuration' : placeOf(path, text.slice(Math.max(lineStart, suspect.start - 400), suspect.start)),
      ...(suspect.name !== undefined && { name: suspect.name }),
    };
  });
}

/**
 * The text with every credential replaced by as many `x`, line breaks kept, so that places stay where they are and
 * nothing that is read from it can carry a value further.
 */
export function maskSecrets(path: string, text: string): string {
  const suspects = suspectsIn(path, text);
  if (suspects.length === 0) return text;
  let masked = '';
  let at = 0;
  for (const { start, end } of suspects) {
    if (start < at) continue;
    masked += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]/g, 'x');
    at = end;
  }
  return masked + text.slice(at);
}

/** Equal for equal values; the salt keeps it from being looked up in tables of hashes of other origin. */
export function fingerprintOf(value: string): string {
  return createHash('sha256').update(`mcp-publish-gate/secret/1:${value}`).digest('hex').slice(0, 16);
}

const HINTS = hintFinder([...PATTERNS.flatMap((pattern) => pattern.hints), ...PRESET_HINTS, ...ADDRESS_HINTS]);

/** The last text that was searched: it is asked for twice in a row, to be masked and to be reported. */
let last: { readonly path: string; readonly text: string; readonly suspects: readonly Suspect[] } | undefined;

function suspectsIn(path: string, text: string): readonly Suspect[] {
  if (last?.path !== path || last.text !== text) last = { path, text, suspects: search(path, text) };
  return last.suspects;
}

function search(path: string, text: string): readonly Suspect[] {
  if (!isSearched(path)) return [];
  const present = HINTS.find(text);
  const found = [
    ...presetSuspects(path, text, present), ...patternSuspects(text, present), ...addressSuspects(text, present), ...manifestSuspects(path, text),
    ...namesIn(path, text),
  ];
  return withoutOverlaps(found.filter(({ start, end, kind, confidence }) => !isPlaceholder(withoutPrefix(text.slice(start, end))) && ((confidence === 'certain' && kind !== 'a private key') || !isDocComment(text, start))));
}

/** In documents only the client configurations are read by name: everything else there is an example. */
function namesIn(path: string, text: string): readonly Suspect[] {
  if (readsNames(path)) return namedSuspects(path, text);
  if (!isDocument(path)) return [];
  return namedSuspects(path, text).filter(({ start }) => isClientBlock(text, start));
}

/** Whether a place of a document is inside a block of code that configures an MCP client. */
function isClientBlock(text: string, start: number): boolean {
  const fence = Math.max(text.lastIndexOf('```', start), text.lastIndexOf('~~~', start), start - 3000);
  return /"mcpServers"|"servers"\s*:|"context_servers"|\[mcp_servers\.|\bmcp add\b|"env"\s*:\s*\{/.test(text.slice(fence, start));
}

/** Whether a place is on a line of a documentation comment, where generated clients show made-up credentials. */
function isDocComment(text: string, start: number): boolean {
  return /^\s*(\*|\/\/\/)\s/.test(text.slice(Math.max(text.lastIndexOf('\n', start) + 1, start - 400), start));
}

function patternSuspects(text: string, present: ReadonlySet<string>): readonly Suspect[] {
  const found: Suspect[] = [];
  for (const { kind, hints, pattern, confidence, check } of PATTERNS) {
    if (!hints.some((hint) => present.has(hint))) continue;
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? match[0];
      const judged = check ? check(value) : confidence;
      if (judged === undefined) continue;
      const start = match.index + match[0].indexOf(value);
      found.push({ start, end: start + value.length, kind, confidence: judged });
    }
  }
  return found;
}

/** What follows a provider's fixed prefix, whose own words (`sk_live_`, `whsec_`) must not be taken for a placeholder's. */
function withoutPrefix(value: string): string {
  const cut = /^(?:[A-Za-z0-9]{1,12}[_-]){1,3}(?=[^_-]{8})/.exec(value)?.[0] ?? '';
  return value.slice(cut.length);
}

const RANK: Readonly<Record<SecretConfidence, number>> = { certain: 0, likely: 1, possible: 2 };

/** Of suspects that share characters the surest stays, of equally sure ones the longest. */
function withoutOverlaps(found: readonly Suspect[]): readonly Suspect[] {
  const kept: Suspect[] = [];
  const order = [...found].sort((a, b) => RANK[a.confidence] - RANK[b.confidence] || b.end - b.start - (a.end - a.start) || a.start - b.start);
  const taken = new Map<number, Suspect[]>();
  // Buckets of 16 KiB keep a file with thousands of suspects from being compared pair by pair.
  const buckets = ({ start, end }: Suspect): number[] => Array.from({ length: (end >> 14) - (start >> 14) + 1 }, (_, i) => (start >> 14) + i);
  for (const suspect of order) {
    const spans = buckets(suspect);
    if (spans.some((bucket) => taken.get(bucket)?.some((other) => suspect.start < other.end && other.start < suspect.end))) continue;
    kept.push(suspect);
    for (const bucket of spans) taken.set(bucket, [...(taken.get(bucket) ?? []), suspect]);
  }
  return kept.sort((a, b) => a.start - b.start);
}
