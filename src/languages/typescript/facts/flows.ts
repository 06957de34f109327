import type { FlowFact, FlowsFact, IgnoreFact } from '../../../facts/flows';
import type { Analysis } from '../../../flow/analyse';
import type { EntryPoint } from '../../../flow/entries/entry';
import type { TaintFlow } from '../../../flow/taint/report';
import { callLocation, fileOf } from '../../../flow/program';
import { byPlace, type Location } from '../../../model/location';
import type { FlowKind } from '../../../model/flow-kind';
import type { CodeContext } from '../context';

/** The flows of untrusted values, less those that a comment with a reason silences. */
export function flowsFact(context: CodeContext): FlowsFact {
  const { analysis } = context;
  const handedAt = callsHandedFunctions(analysis);
  const all = analysis.flows.filter((flow) => !isRedacted(analysis, flow)).map((flow) => factOf(analysis, handedAt, flow)).sort((a, b) => byPlace(a.location, b.location) || (a.kind < b.kind ? -1 : 1));
  const { kept, ignores } = applyIgnores(analysis, unique(all));
  const untrusted = analysis.sources.filter((source) => source.origin !== 'sensitive' && source.origin !== 'named');
  const [first] = untrusted;
  const firstPlace = first && placeOf(analysis, first.node);
  return {
    flows: kept, ignores, abandoned: analysis.exhausted, unmatched: analysis.unmatched, sinks: sinksOf(analysis),
    sources: { count: untrusted.length, ...(firstPlace && { first: firstPlace }) },
  };
}

/** Two rules may name one place: a reader sees one flaw. What a shell reads can do more than an option. */
function unique(flows: readonly FlowFact[]): FlowFact[] {
  const at = ({ location, source }: FlowFact): string => `${location.path}:${location.line}:${location.column ?? 0} ${source}`;
  const commands = new Set(flows.filter((flow) => flow.kind === 'command-injection').map(at));
  return [...new Map(flows.filter((flow) => flow.kind !== 'argument-injection' || !commands.has(at(flow))).map((flow) => [`${flow.kind} ${at(flow)}`, flow])).values()];
}

/** Calls by the functions that are written among their arguments. */
type HandedAt = ReadonlyMap<number, readonly number[]>;

function callsHandedFunctions({ program }: Analysis): HandedAt {
  const found = new Map<number, number[]>();
  program.calls.forEach((call, index) => {
    for (const arg of call.args) {
      const origin = program.origins[arg];
      if (origin?.k === 'fn') found.set(origin.fn, [...(found.get(origin.fn) ?? []), index]);
    }
  });
  return found;
}

function factOf(analysis: Analysis, handedAt: HandedAt, flow: TaintFlow): FlowFact {
  const tool = flow.tool ?? toolOnTheWay(analysis, handedAt, flow);
  return {
    kind: flow.kind, location: flow.location, steps: flow.steps, source: flow.source, sink: flow.sink, callee: flow.callee,
    declared: tool !== undefined && declares(analysis.entries.find((entry) => entry.kind === 'tool' && entry.name === tool), tool, flow.kind),
    doubtful: flow.warn, whole: flow.whole, anchor: flow.anchor, ...(tool !== undefined && { tool }),
  };
}

/** Cutting, hashing and masking on the way: what arrives is not the secret any more. */
const REDACTS = /^(slice|substring|substr|charAt|at|padEnd|padStart|repeat|update|digest|sign|verify|compare|replace|replaceAll)$|mask|redact|hash|encrypt|obfuscat|sanitize|hide|censor|truncate/i;

function isRedacted({ program }: Analysis, flow: TaintFlow): boolean {
  if (flow.kind !== 'sensitive-data-logged') return false;
  const names = flow.through.calls.map((call) => program.calls[call]?.name ?? '');
  // What a pattern finds in everything that was written down as text is hardly the one member that is secret.
  const whole = names.indexOf('stringify');
  return names.some((name, i) => REDACTS.test(name) || (whole >= 0 && i > whole && /^(?:exec|match|matchAll)$/.test(name)));
}

/** Which tool of a dispatcher a flow belongs to: the case that it passed, or the row of the table that its function stands in. */
function toolOnTheWay(analysis: Analysis, handedAt: HandedAt, flow: TaintFlow): string | undefined {
  const { program, entries } = analysis;
  const names = new Set(entries.filter((entry) => entry.kind === 'tool' && entry.name !== '').map((entry) => entry.name));
  const [only, ...others] = toolsThatReach(analysis, handedAt, flow.call, names);
  if (only !== undefined && others.length === 0) return only;
  for (const call of [...flow.through.calls, ...(flow.call >= 0 ? [flow.call] : [])]) {
    const found = program.calls[call]?.under?.find((text) => names.has(text));
    if (found !== undefined) return found;
  }
  const fns = new Set(flow.through.fns);
  return program.stores.find((store) => store.init && names.has(store.prop) && fnAt(program, store.from, fns))?.prop;
}

/** Functions looked at on the way back from a sink to the case of its tool. */
const WAY_BACK = 40;

/** The tools whose cases lead to a call: its own, or that of what calls the function around it. */
function toolsThatReach({ program, points }: Analysis, handedAt: HandedAt, sink: number, names: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  const seen = new Set<number>();
  const work = sink >= 0 ? [sink] : [];
  for (let at = work.pop(); at !== undefined && seen.size < WAY_BACK; at = work.pop()) {
    const call = program.calls[at];
    const tool = call?.under?.find((text) => names.has(text));
    if (tool !== undefined) found.add(tool);
    else if (call && call.fn >= 0 && !seen.has(call.fn)) {
      seen.add(call.fn);
      // What is written where it is handed over belongs there, whoever calls it: `retry(() => here)`.
      work.push(...(handedAt.get(call.fn) ?? points.callers(call.fn)));
    }
  }
  return [...found];
}

function fnAt(program: Analysis['program'], node: number, fns: ReadonlySet<number>): boolean {
  const origin = program.origins[node];
  return origin?.k === 'fn' && fns.has(origin.fn);
}

/** What a tool that is there to run what its caller says calls itself. */
const PURPOSES: Readonly<Partial<Record<FlowKind, RegExp>>> = {
  'command-injection': /\b(run|execute|exec|invoke|spawn|start|send)\w*\b[^.]{0,60}\b(commands?|shell|bash|terminal|scripts?|cli|process|program|cmd)\b|\b(shell|bash|terminal|command)[-_ ]?(run|exec|execute|command)?\b.{0,20}\b(tool|executor|runner)?/i,
  'argument-injection': /\b(run|execute|exec|invoke)\w*\b[^.]{0,60}\b(commands?|shell|cli)\b/i,
  'code-injection': /\b(run|execute|exec|eval|evaluate)\w*\b[^.]{0,60}\b(code|javascript|typescript|python|scripts?|expressions?|snippets?|functions?)\b/i,
  'sql-injection': /\b(run|execute|exec|perform|send|issue)\w*\b[^.]{0,60}\b(sql|quer(y|ies)|statements?)\b|\b(sql|raw|custom|arbitrary|read[- ]?only)\b[^.]{0,30}\bquer(y|ies)\b/i,
  'path-traversal': /\b(read|write|edit|create|list|open|save|load|delete|move|copy|search|parse|convert|upload|download|export|import|get|append|modify)\w*\b[^.]{0,80}\b(files?|director(y|ies)|folders?|paths?|disk|documents?|images?|pdfs?)\b/i,
  ssrf: /\b(fetch|get|retrieve|download|open|navigate|load|scrape|crawl|visit|browse|request)\w*\b[^.]{0,80}\b(urls?|pages?|websites?|web|sites?|links?|https?|endpoints?)\b/i,
  'regex-injection': /\b(?:reg(?:ular )?ex(?:p|es|pressions?)?|grep|patterns?)\b/i,
  // A reader of pages hands the address on to a service that reads it.
  'url-path-injection': /\b(fetch|read|retrieve|open|load|scrape|crawl|visit|browse|convert|extract)\w*\b[^.]{0,80}\b(urls?|web ?pages?|websites?|web ?sites?)\b/i,
  'nosql-injection': /\b(run|execute|find|aggregate|query|count|updat|delet|remov)\w*\b[^.]{0,60}\b(quer(y|ies)|filters?|pipelines?|documents?|collections?)\b/i,
};

function declares(entry: EntryPoint | undefined, tool: string, kind: FlowKind): boolean {
  const words = `${tool.replace(/[_-]+/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2')}. ${entry?.description ?? ''}`;
  return PURPOSES[kind]?.test(words) ?? false;
}

function sinksOf(analysis: Analysis): FlowsFact['sinks'] {
  const sinks: Partial<Record<FlowKind, { count: number; first: Location }>> = {};
  for (const sink of analysis.sinks) {
    if (sink.call < 0) continue;
    const location = callLocation(analysis.program, sink.call);
    const known = sinks[sink.kind];
    sinks[sink.kind] = known ? { count: known.count + 1, first: byPlace(location, known.first) < 0 ? location : known.first } : { count: 1, first: location };
  }
  return sinks;
}

function placeOf({ program }: Analysis, node: number): Location | undefined {
  const file = fileOf(program, node);
  return file && { path: file.path, line: file.flow.positions[2 * (node - file.nodes)] ?? 1 };
}

/** A comment without a reason silences nothing: a reason is what makes it a claim that somebody can check. */
function applyIgnores({ program }: Analysis, flows: readonly FlowFact[]): { readonly kept: FlowFact[]; readonly ignores: IgnoreFact[] } {
  const comments = program.files.flatMap((file) => file.flow.ignores.map((ignore) => ({ ...ignore, path: file.path })));
  const silences = (comment: (typeof comments)[number], flow: FlowFact): boolean =>
    comment.reason !== '' && comment.path === flow.location.path && comment.kind === flow.kind && comment.target >= flow.location.line && comment.target <= (flow.location.endLine ?? flow.location.line);
  const ignores = comments.map((comment) => ({ location: { path: comment.path, line: comment.line }, kind: comment.kind, reason: comment.reason, silenced: flows.filter((flow) => silences(comment, flow)).length }));
  return { kept: flows.filter((flow) => !comments.some((comment) => silences(comment, flow))), ignores };
}
