import { searched, type Evidence } from '../model/evidence';
import { byPlace } from '../model/location';
import { TRAITS, type Trait, type TraitFact, type Traits, type TraitSignals } from './traits';

/** How much was looked through, for the evidence of what is absent. */
export interface Searched {
  /** Files of product code. */
  readonly source: number;
  /** Every other file that was read: documents, manifests, deployment files, schemas. */
  readonly other: number;
}

/** A trait that shows others with it. Only what holds by the meaning of the words. */
const SHOWS: readonly (readonly [Trait, Trait])[] = [
  ['tools', 'mcp-server'],
  ['stdio', 'mcp-server'],
  ['mcp-over-http', 'mcp-server'],
  ['tools', 'tools-or-routes'],
  ['mcp-over-http', 'http'],
  ['http-beyond-loopback', 'http'],
  ['sql', 'database'],
  ['database-schema', 'database'],
  ['personal-data-stored', 'personal-data'],
  ['personal-data-stored', 'persistence'],
  ['usage-data', 'persistence'],
];

/** Places kept for a trait; the tenth says nothing that the first nine did not. */
const MAX_EVIDENCE = 10;

/** Joins what the modules saw. A trait is present when any of them saw it; an absent one says what was searched. */
export function mergeTraits(signals: readonly TraitSignals[], amount: Searched): Traits {
  const seen = new Map<Trait, Evidence[]>();
  const add = (trait: Trait, evidence: readonly Evidence[]): unknown => seen.set(trait, [...(seen.get(trait) ?? []), ...evidence]);
  for (const one of signals) for (const [trait, evidence] of Object.entries(one) as [Trait, readonly Evidence[]][]) add(trait, evidence);
  for (const [trait, shown] of SHOWS) if (!seen.get(shown)?.length) add(shown, seen.get(trait) ?? []);
  const facts = (Object.keys(TRAITS) as Trait[]).map((trait) => [trait, factOf(trait, seen.get(trait) ?? [], amount)] as const);
  return Object.fromEntries(facts) as Traits;
}

function factOf(trait: Trait, evidence: readonly Evidence[], { source, other }: Searched): TraitFact {
  if (evidence.length === 0) {
    const files = `${source} ${source === 1 ? 'file' : 'files'} of source code and ${other} other ${other === 1 ? 'file' : 'files'}`;
    return { present: false, evidence: [searched(`Looked through ${files} for a sign that this repository ${TRAITS[trait]}, and found none.`)] };
  }
  const unique = [...new Map(evidence.map((one) => [JSON.stringify(one), one])).values()];
  return { present: true, evidence: unique.sort(compareEvidence).slice(0, MAX_EVIDENCE) };
}

/** By place; what has none comes last. Equal places by their words, so that the order never depends on who spoke first. */
function compareEvidence(a: Evidence, b: Evidence): number {
  if (!a.location || !b.location) return Number(!a.location) - Number(!b.location) || compareText(a.note, b.note);
  return byPlace(a.location, b.location) || compareText(a.note, b.note);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
