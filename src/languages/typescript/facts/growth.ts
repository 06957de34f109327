import type { CountFact, GrowthFact, SignUpFact } from '../../../facts/growth';
import { indexRules } from '../../../facts/knowledge/patterns';
import { isAccountTable } from '../../../facts/knowledge/personal-names';
import { ANALYTICS_CALLS, COUNTER_CALLS } from '../../../facts/knowledge/roles/analytics';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { callLocation, nameOf } from '../../../flow/program';
import { seenAt } from '../../../model/evidence';
import { placeOf } from '../../../model/location';
import { NO_NODE, type NodeId } from '../../../model/flow-graph';
import type { CodeContext } from '../context';
import { functionLocation, literalsAt, memberAt, queryOf } from './query';
import { paymentsFact } from './payments';
import { storesFact } from './stores';

const analytics = indexRules(ANALYTICS_CALLS);
const counters = indexRules(COUNTER_CALLS);
/** Calls by which libraries of accounts make one. */
const SIGN_UP = /(?:^|\.)(?:signUp|signUpEmail|createUserWithEmailAndPassword|signUpWithPassword|registerUser)$/;
const COUNTS = /^(?:inc|increment|add|observe|record|count|mark|gauge|set|addMetric|putMetric|recordMetric|incrementMetric|writeDataPoint|recordCustomEvent|timing)$/;

/** Accounts that are made, and metrics and events that count. */
export function growthFact(context: CodeContext): GrowthFact {
  const { analysis } = context;
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const stores = storesFact(context);
  const counts: CountFact[] = [];
  const signUps: SignUpFact[] = [];
  program.calls.forEach((call, index) => {
    if (!query.isProduct(index)) return;
    const apis = points.apis(index);
    const within = functionOf(analysis, call.fn);
    const place = { location: callLocation(program, index), ...(within !== undefined && { within }) };
    if (apis.some((path) => analytics.find(path).length > 0)) counts.push({ ...place, by: 'event', name: eventName(analysis, call.args) });
    else if (COUNTS.test(call.name) && apis.some((path) => counters.find(path).length > 0)) counts.push({ ...place, by: 'metric', name: metricName(analysis, call.recv, call.args) });
    if (stores.servesOthers && apis.some((path) => SIGN_UP.test(path))) signUps.push({ ...place, by: call.name });
  });
  if (stores.servesOthers) {
    for (const write of stores.writes) {
      if (write.operation !== 'insert' || write.to !== 'database' || !isAccountTable(write.table)) continue;
      const index = program.calls.findIndex((call, at) => call.at[0] === write.location.line && placeOf(callLocation(program, at)) === placeOf(write.location));
      const within = functionOf(analysis, program.calls[index]?.fn ?? -1);
      signUps.push({ location: write.location, by: write.table ?? '', ...(within !== undefined && { within }) });
    }
  }
  const charges = new Set(paymentsFact(context).charges.map((charge) => placeOf(charge.location)));
  const paying = program.calls.flatMap((call, index) => (charges.has(placeOf(callLocation(program, index))) ? (functionOf(analysis, call.fn) ?? []) : []));
  return { signUps, counts, paying: [...new Set(paying)] };
}

/** The function around a call; callbacks belong to the function that they stand in. */
function functionOf(analysis: Analysis, fn: number): string | undefined {
  let at = fn;
  while (at >= 0 && (analysis.program.fns[at]?.parent ?? -1) >= 0 && (analysis.program.fns[at]?.name ?? '') === '') at = analysis.program.fns[at]?.parent ?? -1;
  const location = functionLocation(analysis, at);
  return location && placeOf(location);
}

function eventName(analysis: Analysis, args: readonly NodeId[]): string {
  const found = [...args.flatMap((arg) => literalsAt(analysis, arg)), ...args.flatMap((arg) => literalsAt(analysis, memberAt(analysis, arg, 'event', 'name', 'eventName', 'event_type')))].find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : '';
}

/** The name given where the metric was made, else the name of what holds it. */
function metricName(analysis: Analysis, recv: NodeId, args: readonly NodeId[]): string {
  const { program, points } = analysis;
  const made = recv === NO_NODE ? [] : points.of(recv).flatMap((value) => (value.k === 'api' && value.call >= 0 ? (program.calls[value.call]?.args ?? []) : []));
  const names = made.flatMap((arg) => [...literalsAt(analysis, arg), ...literalsAt(analysis, memberAt(analysis, arg, 'name'))]);
  const found = [...names, ...literalsAt(analysis, args[0])].find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : (nameOf(program, recv) ?? '');
}

/** The trait that accounts exist. */
export function growthSignals(fact: GrowthFact): TraitSignals {
  return { accounts: fact.signUps.map((place) => seenAt(place.location, `An account is made here, by \`${place.by}\`.`)) };
}
