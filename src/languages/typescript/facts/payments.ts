import { snake } from '../../../facts/knowledge/personal-names';
import { cardNames, isLuhn, PROCESSORS, TAKES_MONEY, TEST_CARDS, type Processor } from '../../../facts/knowledge/roles/processor';
import type { CardData, PaymentsFact } from '../../../facts/payments';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { callLocation, fileOf, fileOfCall, locationOf } from '../../../flow/program';
import { seenAt } from '../../../model/evidence';
import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import { byPlace, type Location } from '../../../model/location';
import type { CodeContext } from '../context';
import { httpFact } from './http';
import { memberAt, patternAt, queryOf } from './query';
import { storesFact } from './stores';
import { membersOf } from './stores/drafts';
import { reachOf } from './stores/ways';

const known = new WeakMap<Analysis, PaymentsFact>();

/** Processors, calls that take money, and data of cards that passes through the program. */
export function paymentsFact(context: CodeContext): PaymentsFact {
  const found = known.get(context.analysis);
  if (found) return found;
  const made = makePayments(context);
  known.set(context.analysis, made);
  return made;
}

function makePayments(context: CodeContext): PaymentsFact {
  const { analysis } = context;
  const { program } = analysis;
  const processors = program.files.flatMap((file) => (file.product ? file.flow.imports : []).flatMap((specifier) => {
    const processor = PROCESSORS.find((each) => each.packages.test(specifier));
    return processor ? [{ name: processor.name, location: { path: file.path, line: lineOfImport(file.flow, specifier) } }] : [];
  }));
  const charges = chargesOf(context, PROCESSORS.filter((each) => processors.some((one) => one.name === each.name)));
  const hosts = hostCharges(context);
  const led = [...storedCards(context), ...sentCards(analysis)];
  const schemas = schemaCards(analysis);
  // What is read inside the call that stores or sends it is said once.
  const read = readCards(analysis).filter(({ location }) => !led.some((card) => card.location.path === location.path && card.location.line <= location.line && (card.location.endLine ?? card.location.line) >= location.line));
  const tools = toolCards(analysis).filter((tool) => !schemas.some((card) => card.location.path === tool.location.path && card.location.line >= tool.location.line && card.location.line <= (tool.location.endLine ?? tool.location.line)));
  const cards = [...led, ...schemas, ...tools, ...read].sort((a, b) => byPlace(a.location, b.location));
  return { charges: [...charges, ...hosts].sort((a, b) => byPlace(a.location, b.location)), processors, cards, testCards: testCardsOf(analysis) };
}

function lineOfImport(flow: CodeContext['analysis']['program']['files'][number]['flow'], specifier: string): number {
  const node = Object.entries(flow.origins).find(([, origin]) => origin.k === 'import' && origin.module === specifier)?.[0];
  return node === undefined ? 1 : (flow.positions[2 * Number(node)] ?? 1);
}

/** A charge in a tool of a server for one user is what that user asked the processor's own API for. */
function chargesOf(context: CodeContext, processors: readonly Processor[]): PaymentsFact['charges'] {
  const { analysis } = context;
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const { servesOthers } = storesFact(context);
  const reach = reachOf(analysis, httpFact(context));
  return program.calls.flatMap((call, index): PaymentsFact['charges'] => {
    if (!query.isProduct(index) || call.name === '') return [];
    for (const path of points.apis(index)) {
      const processor = processors.find((each) => each.packages.test(path.replace(/[.(].*$/, '').replace(/^(@[^/]+\/[^.(]+).*/, '$1')) || each.packages.test(/^(@[^/]+\/[^.(]+|[^.(]+)/.exec(path)?.[0] ?? ''));
      if (!processor || !TAKES_MONEY.test(path.replace(/\(\)/g, ''))) continue;
      const ways = reach.waysTo(call.fn);
      return [{ processor: processor.name, callee: path.replace(/\(\)/g, ''), location: callLocation(program, index), served: servesOthers || ways.some((way) => way.kind === 'route') }];
    }
    return [];
  });
}

/** Requests to the address of a processor. */
function hostCharges(context: CodeContext): PaymentsFact['charges'] {
  const { analysis } = context;
  const { servesOthers } = storesFact(context);
  const query = queryOf(analysis);
  return requests(analysis).flatMap(({ call, host }): PaymentsFact['charges'] => {
    const processor = host === undefined || !query.isProduct(call) ? undefined : PROCESSORS.find((each) => each.hosts.test(host));
    const address = analysis.program.calls[call]?.args.slice(0, 2).map((arg) => addressAt(analysis, arg)).find((text) => text !== undefined) ?? '';
    return processor && /charge|payment|checkout|subscription|order|transaction/i.test(address) ? [{ processor: processor.name, callee: 'a request', location: callLocation(analysis.program, call), served: servesOthers }] : [];
  });
}

/** Requests to other services, with the host where it is known. */
function requests(analysis: Analysis): { readonly call: number; readonly host: string | undefined }[] {
  const calls = new Set(analysis.sinks.filter((sink) => sink.kind === 'ssrf' && sink.call >= 0).map((sink) => sink.call));
  return [...calls].map((call) => {
    const args = analysis.program.calls[call]?.args ?? [];
    const host = args.slice(0, 2).map((arg) => addressAt(analysis, arg)).map((address) => /^https?:\/\/([^/:?#*]+)/i.exec(address ?? '')?.[1]).find((found) => found !== undefined);
    return { call, host };
  });
}

function addressAt(analysis: Analysis, node: NodeId): string | undefined {
  return patternAt(analysis, node) ?? patternAt(analysis, memberAt(analysis, node, 'url', 'baseURL', 'uri'));
}

function storedCards(context: CodeContext): CardData[] {
  return storesFact(context).writes.flatMap((write): CardData[] => {
    const names = cardNames(write.fields.map((field) => field.name), snake);
    if (names.length === 0 || write.to === 'telemetry') return [];
    return [{ place: 'stored', names, location: write.location, certified: false, anchor: `${write.anchor} ${names.join()}`, ...(write.table !== undefined && { to: write.table }) }];
  });
}

/** Objects with card data among the arguments of a request, also inside `JSON.stringify`. */
function sentCards(analysis: Analysis): CardData[] {
  const { program } = analysis;
  return requests(analysis).flatMap(({ call, host }): CardData[] => {
    const record = program.calls[call];
    if (!record || !fileOfCall(program, call)?.product) return [];
    const names = cardNames(record.args.flatMap((arg) => deepNames(analysis, arg, 0)), snake);
    if (names.length === 0) return [];
    const certified = host !== undefined && PROCESSORS.some((each) => each.hosts.test(host));
    return [{ place: 'sent', names, location: callLocation(program, call), certified, anchor: `${record.digest} ${names.join()}`, ...(host !== undefined && { to: host }) }];
  });
}

function deepNames(analysis: Analysis, node: NodeId, depth: number): string[] {
  if (node === NO_NODE || depth > 3) return [];
  const { program } = analysis;
  const own = membersOf(analysis, node).flatMap((field) => [field.name, ...deepNames(analysis, field.node ?? NO_NODE, depth + 1)]);
  const call = program.calls[program.callByResult.get(node) ?? -1];
  return call?.name === 'stringify' ? [...own, ...call.args.slice(0, 1).flatMap((arg) => deepNames(analysis, arg, depth + 1))] : own;
}

const SCHEMA = /^(?:object|strictObject|looseObject|Object|shape|struct|Schema|model|define|pgTable|mysqlTable|sqliteTable)$/;

/** Schemas of input, and of documents, that name card data. Columns come with the schema of the database. */
function schemaCards(analysis: Analysis): CardData[] {
  const { program } = analysis;
  const query = queryOf(analysis);
  return program.calls.flatMap((call, index): CardData[] => {
    if (!query.isProduct(index) || !SCHEMA.test(call.name)) return [];
    const names = cardNames(call.args.flatMap((arg) => membersOf(analysis, arg).map((field) => field.name)), snake);
    return names.length === 0 ? [] : [{ place: 'schema', names, location: callLocation(program, index), certified: false, anchor: names.join() }];
  });
}

/** Arguments of tools: what a model reads stays in the conversation. */
function toolCards(analysis: Analysis): CardData[] {
  return analysis.entries.flatMap((entry): CardData[] => {
    const names = cardNames([...(entry.schema?.fields?.keys() ?? [])], snake);
    return entry.kind !== 'tool' || names.length === 0 ? [] : [{ place: 'argument', names, location: entry.location, to: entry.name, certified: false, anchor: `${entry.name} ${names.join()}` }];
  });
}

const BODY = /\.(?:body|query|json\(\)|payload|params)(?:\.[\w$]+)*$/;

/** Members of a request that are card data, by function. */
function readCards(analysis: Analysis): CardData[] {
  const { program, points } = analysis;
  const byFn = new Map<number, { name: string; node: NodeId }[]>();
  for (const load of program.loads) {
    const text = snake(load.prop);
    if (!/card|cv[vc]|cc_|exp|track|holder|security_code/.test(text) || !fileOf(program, load.to)?.product) continue;
    if (!points.of(load.from).some((value) => value.k === 'api' && BODY.test(value.path))) continue;
    const fn = program.owners[load.to] ?? -1;
    byFn.set(fn, [...(byFn.get(fn) ?? []), { name: load.prop, node: load.to }]);
  }
  return [...byFn.values()].flatMap((loads): CardData[] => {
    const names = cardNames(loads.map((load) => load.name), snake);
    const location = locationOf(program, loads.find((load) => names.includes(load.name))?.node ?? NO_NODE);
    return names.length === 0 || !location ? [] : [{ place: 'read', names, location, certified: false, anchor: names.join() }];
  });
}

function testCardsOf(analysis: Analysis): PaymentsFact['testCards'] {
  const { program } = analysis;
  const found: { masked: string; location: Location }[] = [];
  program.origins.forEach((origin, node) => {
    if (origin?.k !== 'const' || (typeof origin.value !== 'string' && typeof origin.value !== 'number')) return;
    const text = String(origin.value);
    if (text.length > 4_000) return;
    const location = fileOf(program, node)?.product === true ? locationOf(program, node) : undefined;
    for (const match of location ? text.matchAll(/(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d.-])/g) : []) {
      const digits = match[0].replace(/[ -]/g, '');
      if (location && TEST_CARDS.has(digits) && isLuhn(digits)) found.push({ masked: `${digits.slice(0, 4)} … ${digits.slice(-4)}`, location });
    }
  });
  return found;
}

/** Payments are taken where strangers are charged, and where data of cards passes through. */
export function paymentsSignals(fact: PaymentsFact): TraitSignals {
  return {
    payments: [
      ...fact.charges.filter((charge) => charge.served).map((charge) => seenAt(charge.location, `${charge.processor} takes a payment here.`)),
      ...fact.cards.map((card) => seenAt(card.location, `Data of a card (${card.names.map((name) => `\`${name}\``).join(', ')}) is handled here.`)),
    ],
  };
}
