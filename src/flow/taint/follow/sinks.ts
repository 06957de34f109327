import { ADDRESS_OF_PAGE, STORED_ROWS } from '../../../facts/knowledge/sources';
import type { NodeId, Prop } from '../../../model/flow-graph';
import type { Program } from '../../program';
import { ABSOLUTE, BACKSLASH, DOTS, SCHEME, SCRIPT_ADDRESS, SLASHES, type KindMask } from '../kinds';
import { isLeftOut } from '../redactions';
import type { SinkSite } from '../sinks';
import type { Fact } from './fact';
import { matches } from './access-paths';
import type { Trail } from './trail';

/** Calls that leave an address what it was, as a whole. */
const WHOLE = new Set(['replace', 'replaceAll', 'toString', 'trim', 'toLowerCase', 'concat', 'String']);

/** A tainted value has arrived at a sink: a hit, if it can still cause what the sink is about. */
export function reach(trail: Trail, site: SinkSite, fact: Fact): void {
  const { source, hits } = trail;
  const bits = bitsOf(trail, site);
  if ((fact.mask & bits) === 0 || !placeMatches(site, fact.path) || !countsHere(trail, site, fact, bits)) return;
  const key = `${site.kind} ${site.call} ${site.store} ${site.call < 0 && site.store < 0 ? site.node : ''}`;
  if (!hits.has(key)) hits.set(key, { source, sink: site, fact });
}

/** Whether a value of this source, in this form, is what the sink is about. */
function countsHere(trail: Trail, site: SinkSite, fact: Fact, bits: KindMask): boolean {
  const { source } = trail;
  if (((source.inText ?? 0) & bits) !== 0 && !standsInText(site, fact)) return false;
  if (site.from && !site.from.includes(source.origin)) return false;
  if (site.lines && source.oneLine) return false;
  if (site.redacted && isLeftOut(site.redacted, fact.path)) return false;
  if (site.via !== undefined && !cameThrough(fact, site.via)) return false;
  if ((site.stands === 'first' && fact.text === 'behind') || (site.stands === 'in-text' && fact.text === '')) return false;
  return formCounts(trail, site, fact);
}

function formCounts({ program, source }: Trail, site: SinkSite, fact: Fact): boolean {
  if (site.kind === 'open-redirect' && source.note === ADDRESS_OF_PAGE && !isCut(program, fact)) return false;
  // Of an object that is tainted as a whole, its members are for others to judge: all headers of an answer.
  if (site.kind === 'open-redirect' && fact.path.length < site.path.length) return false;
  if (site.kind === 'xss' && source.note === STORED_ROWS && fact.text === '' && !readsColumn(program, fact)) return false;
  if (site.kind === 'url-path-injection' && !fact.inUrlPath) return false;
  if (site.text) return fact.path.length >= site.path.length;
  return site.kind !== 'nosql-injection' || (fact.text === '' && !fact.path.includes('$eq'));
}

/** Text that a database runs is as good as code; a path escapes by dots or from the root; an address leads elsewhere by its scheme or by two slashes. */
function bitsOf({ index }: Trail, site: SinkSite): KindMask {
  if (site.scheme) return SCHEME;
  if (site.text) return index.bitOf(site.kind) | index.bitOf('code-injection');
  if (site.address) return SCRIPT_ADDRESS;
  if (site.kind === 'open-redirect') return index.bitOf(site.kind) | SLASHES | BACKSLASH;
  return site.kind === 'path-traversal' ? DOTS | ABSOLUTE : index.bitOf(site.kind);
}

/** Part of a longer text; of a path, behind a folder, for the folder itself is the caller's to choose. */
function standsInText(site: SinkSite, fact: Fact): boolean {
  return site.kind === 'path-traversal' ? (fact.mask & ABSOLUTE) === 0 : fact.text !== '' || fact.normalised;
}

/** Whether a function has made something of the value on the way: cut it, read it, parsed it. */
function isCut(program: Program, fact: Fact): boolean {
  for (let at: Fact | undefined = fact; at; at = at.parent) if (at.step?.t === 'through' && !WHOLE.has(program.calls[at.step.call]?.name ?? '')) return true;
  return false;
}

/** Members that hold rows, and lists of them. */
const HOLDS_ROWS = /^(?:rows|recordsets?|results?|data|\[\]|\*|\d+)$/;

/** Whether a member of a row was read on the way. */
function readsColumn(program: Program, fact: Fact): boolean {
  for (let at = fact; at.parent; at = at.parent) if (!HOLDS_ROWS.test(program.loadOf.get(at.node)?.prop ?? '*')) return true;
  return false;
}

function cameThrough(fact: Fact, node: NodeId): boolean {
  for (let at: Fact | undefined = fact; at; at = at.parent) if (at.node === node) return true;
  return false;
}

/** Whether a tainted part is (part of) what the sink reads; a deep sink reads everything under its place. */
function placeMatches(site: SinkSite, path: readonly Prop[]): boolean {
  const shared = Math.min(site.path.length, path.length);
  for (let i = 0; i < shared; i++) if (!matches(site.path[i] ?? '', path[i] ?? '')) return false;
  return path.length <= site.path.length || site.deep;
}
