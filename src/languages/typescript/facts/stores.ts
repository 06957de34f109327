import { isPeopleTable, sensitiveKind, snake } from '../../../facts/knowledge/personal-names';
import { isAboutPeople, isUsage } from '../../../facts/stored-people';
import { isExposed } from '../../../facts/http';
import type { Deletion, StoredField, StoresFact, StoreWrite } from '../../../facts/stores';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { callLocation, fileOf, locationOf } from '../../../flow/program';
import { seenAt, type Evidence } from '../../../model/evidence';
import { byPlace, placeOf } from '../../../model/location';
import type { CodeContext } from '../context';
import { httpFact } from './http';
import { queryOf } from './query';
import { sliceOf } from './slice';
import { builderDrafts } from './stores/builders';
import type { DeleteDraft, FieldDraft, WriteDraft } from './stores/drafts';
import { expiriesOf } from './stores/expiries';
import { hookProtection } from './stores/hooks';
import { otherWrites } from './stores/other-stores';
import { protectionOf } from './stores/protection';
import { sqlDrafts } from './stores/sql-drafts';
import { reachOf, type Reach } from './stores/ways';
import { wholeOf } from './stores/whole';

const known = new WeakMap<Analysis, StoresFact>();

/** What the program stores and where, what lets it end, and what deletes it. */
export function storesFact(context: CodeContext): StoresFact {
  const found = known.get(context.analysis);
  if (found) return found;
  const made = makeStores(context);
  known.set(context.analysis, made);
  return made;
}

function makeStores(context: CodeContext): StoresFact {
  const { analysis } = context;
  const sql = sqlDrafts(analysis);
  const builders = builderDrafts(analysis);
  const http = httpFact(context);
  const reach = reachOf(analysis, http);
  const drafts = [...sql.writes, ...builders.writes, ...otherWrites(analysis)];
  const writes = unique(drafts.map((draft) => writeOf(analysis, draft, reach))).sort((a, b) => byPlace(a.location, b.location));
  const deletions = [...sql.deletions, ...builders.deletions].map((draft) => deletionOf(analysis, draft, reach)).sort((a, b) => byPlace(a.location, b.location));
  return {
    writes, deletions, expiries: expiriesOf(context), wholeReads: wholeReadsOf(analysis, sql.wholeReads),
    reads: readsOf(analysis, sql.selected),
    servesOthers: http.applications.some((application) => application.listeners.some(isExposed)),
  };
}

function unique(writes: readonly StoreWrite[]): StoreWrite[] {
  return [...new Map(writes.map((write) => [`${placeOf(write.location)}:${write.location.column ?? 0} ${write.table ?? ''}`, write])).values()];
}

function writeOf(analysis: Analysis, draft: WriteDraft, reach: Reach): StoreWrite {
  const { program } = analysis;
  const call = program.calls[draft.call];
  const location = callLocation(program, draft.call);
  const found = draft.fields.map((field) => fieldOf(analysis, field, location));
  // A record that may be one of several is said once for each name, the least protected first.
  const fields = [...new Map([...found].sort((a, b) => Number(a.protection === 'plain') - Number(b.protection === 'plain')).map((field) => [field.name, field])).values()];
  const whole = draft.records.map((node) => wholeOf(analysis, node)).find((found) => found !== undefined);
  const nodes = [...draft.records, ...draft.fields.flatMap((field) => field.node ?? [])];
  return {
    location, to: draft.to, operation: draft.operation, callee: call?.name ?? '', fields, anchor: String(call?.digest ?? 0),
    fromCaller: nodes.some((node) => isFromCaller(analysis, node)) || reach.isHandler(call?.fn ?? -1),
    ...(draft.table !== undefined && { table: draft.table }), ...(whole !== undefined && { whole }), ...(draft.lifetime !== undefined && { lifetime: draft.lifetime }), ...(draft.own !== undefined && { own: draft.own }),
  };
}

function fieldOf(analysis: Analysis, field: FieldDraft, at: StoredField['location']): StoredField {
  const sensitive = sensitiveKind(field.name) !== undefined;
  const own = sensitive ? protectionOf(analysis, field) : { protection: 'plain' as const };
  const kept = own.protection === 'plain' && sensitive ? (hookProtection(analysis, field.name) ?? own) : own;
  const whole = field.node === undefined ? undefined : wholeOf(analysis, field.node, field.name);
  const location = field.node === undefined ? undefined : locationOf(analysis.program, field.node);
  return { name: field.name, location: location?.path === at.path && location.line >= at.line && location.line <= (at.endLine ?? at.line) ? location : at, ...kept, ...(whole !== undefined && { whole }) };
}

const CALLER = /(?:Request\(\)|Context\(\)|IncomingMessage\(\)|Event\(\))\.(?:req\b|request\b|body|query|params|json|headers|payload|formData)|^express\.Request\(\)/;

function isFromCaller(analysis: Analysis, node: number): boolean {
  return [...sliceOf(analysis, [node], { callers: true }).paths].some((path) => CALLER.test(path));
}

function deletionOf(analysis: Analysis, draft: DeleteDraft, reach: Reach): Deletion {
  const fn = analysis.program.calls[draft.call]?.fn ?? -1;
  return {
    location: callLocation(analysis.program, draft.call), filters: draft.filters, byTime: draft.byTime, scheduled: reach.isScheduled(draft.call), ways: reach.waysTo(fn),
    ...(draft.table !== undefined && { table: draft.table }),
  };
}

/** Reads of all columns whose rows become an answer. */
function wholeReadsOf(analysis: Analysis, reads: readonly { readonly call: number; readonly table: string }[]): StoresFact['wholeReads'] {
  const { program } = analysis;
  const query = queryOf(analysis);
  const people = reads.filter((read) => isPeopleTable(read.table));
  if (people.length === 0) return [];
  const answers = program.calls.flatMap((call, index) => (/^(?:json|send|reply)$/.test(call.name) && query.isProduct(index) ? call.args.slice(0, 1) : []));
  const handed = [...answers, ...analysis.entries.flatMap((entry) => entry.handlers.flatMap((fn) => program.fns[fn]?.ret ?? []))];
  const slices = handed.map((node) => sliceOf(analysis, [node]).nodes);
  return people.filter(({ call }) => slices.some((nodes) => nodes.has(program.calls[call]?.result ?? -1)))
    .map(({ call, table }) => ({ location: callLocation(program, call), table, anchor: String(program.calls[call]?.digest ?? 0) }));
}

function readsOf({ program }: Analysis, selected: readonly string[]): string[] {
  const read = new Set<string>();
  for (const load of program.loads) if (!read.has(load.prop) && fileOf(program, load.to)?.product === true) read.add(load.prop);
  return [...new Set([...selected, ...read].map(snake))].sort();
}

/** Traits that show in what is stored. A file that a program for one user writes is that user's own. */
export function storesSignals(fact: StoresFact): TraitSignals {
  const kept = fact.writes.filter((write) => write.to !== 'telemetry');
  const shared = kept.filter((write) => write.to !== 'file' || fact.servesOthers);
  const others = fact.servesOthers ? shared.filter(isAboutPeople) : [];
  const usage = fact.servesOthers ? shared.filter(isUsage) : [];
  const telemetry = fact.writes.filter((write) => write.to === 'telemetry');
  return {
    persistence: kept.map((write) => seenAt(write.location, `${nounOf(write)} is written here.`)),
    'personal-data': telemetry.map((write) => seenAt(write.location, 'Data on use is sent to a service that measures it here.')),
    'personal-data-stored': others.map((write) => seenAt(write.location, `Data about people is written to ${tableText(write)} here.`)),
    'usage-data': usage.map((write) => seenAt(write.location, `Data on use is written to ${tableText(write)} here.`)),
    'sensitive-fields': shared.flatMap(sensitiveEvidence),
  };
}

function sensitiveEvidence(write: StoreWrite): Evidence[] {
  const field = write.fields.find((each) => sensitiveKind(each.name) !== undefined && each.protection !== 'fixed');
  return field ? [seenAt(write.location, `The sensitive field \`${field.name}\` is written to ${tableText(write)} here.`)] : [];
}

function nounOf(write: StoreWrite): string {
  return write.to === 'file' ? 'A file' : write.to === 'key-value' ? 'A key' : 'A database';
}

function tableText(write: StoreWrite): string {
  return write.table === undefined ? 'a store' : `\`${write.table}\``;
}
