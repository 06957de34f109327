import type { CorsSetting } from '../../../../facts/http';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation } from '../../../../flow/program';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import type { Location } from '../../../../model/location';
import { callAt, functionsOf, isObject, literalsAt, memberAt, pathsAt, queryOf, textAt } from '../query';
import { sliceOf } from '../slice';
import { rolesOfPath } from './library-roles';
import type { App } from './wiring';

/** What an application lets browsers of other origins do: by a library, or by headers that it writes itself. */
export function corsOf(analysis: Analysis, app: App): CorsSetting[] {
  const byLibrary = app.steps.flatMap((step) => step.handlers.flatMap((node) => librarySettings(analysis, node, callLocation(analysis.program, step.call))));
  const plugins = app.steps.flatMap((step) => {
    const options = callAt(analysis, step.call)?.args[1];
    return step.handlers.some((node) => pathsAt(analysis, node).some((path) => !path.endsWith('()') && rolesOfPath(path).includes('cors'))) ? [settingOf(analysis, options, callLocation(analysis.program, step.call))] : [];
  });
  const fns = app.steps.flatMap((step) => step.handlers.flatMap((node) => functionsOf(analysis, node)));
  return [...byLibrary, ...plugins, ...writtenHeaders(analysis, fns)];
}

function librarySettings(analysis: Analysis, node: NodeId, at: Location): CorsSetting[] {
  return analysis.points.of(node).flatMap((value) => {
    if (value.k !== 'api' || value.call < 0 || !rolesOfPath(value.path).includes('cors')) return [];
    return [settingOf(analysis, callAt(analysis, value.call)?.args[0], at)];
  });
}

/** Options as the libraries for CORS agree on them; the origin is any where nobody says otherwise. */
function settingOf(analysis: Analysis, options: NodeId | undefined, location: Location): CorsSetting {
  const origin = memberAt(analysis, options, 'origin');
  const credentials = literalsAt(analysis, memberAt(analysis, options, 'credentials')).includes(true);
  if (options !== undefined && !isObject(analysis, options)) return { location, origin: 'unknown', credentials: false };
  return { location, origin: origin === undefined ? 'any' : originOf(analysis, origin), credentials };
}

function originOf(analysis: Analysis, node: NodeId): CorsSetting['origin'] {
  const literals = literalsAt(analysis, node);
  if (literals.includes(true)) return 'reflected';
  if (literals.includes('*')) return 'any';
  const fns = functionsOf(analysis, node);
  if (fns.some((fn) => reflects(analysis, fn))) return 'reflected';
  return 'listed';
}

/** `origin: (origin) => origin` and `origin: (origin, callback) => callback(null, true)` without any test. */
function reflects(analysis: Analysis, fn: number): boolean {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const record = program.fns[fn];
  if (!record || query.comparisonsIn(fn).length > 0 || program.presences.some((each) => each.fn === fn)) return false;
  const calls = query.callsIn(fn).map((call) => program.calls[call]);
  if (record.params[0] !== undefined && points.of(record.ret).length === 0 && sliceOf(analysis, [record.ret]).nodes.has(record.params[0]) && calls.length === 0) return true;
  const [only, ...others] = calls;
  return only !== undefined && others.length === 0 && only.callee === record.params[1] && literalsAt(analysis, only.args[1]).includes(true);
}

/** `res.setHeader('Access-Control-Allow-Origin', …)` in the functions of an application. */
function writtenHeaders(analysis: Analysis, fns: readonly number[]): CorsSetting[] {
  const query = queryOf(analysis);
  const calls = [...query.reach(fns, 3, true)].flatMap((fn) => query.callsIn(fn));
  const header = (call: number, name: string): NodeId | undefined => {
    const record = callAt(analysis, call);
    if (!record) return undefined;
    if (/^(setHeader|header|set|append)$/.test(record.name) && textAt(analysis, record.args[0])?.toLowerCase() === name) return record.args[1] ?? NO_NODE;
    return undefined;
  };
  const credentials = calls.some((call) => { const value = header(call, 'access-control-allow-credentials'); return value !== undefined && literalsAt(analysis, value).some((each) => String(each) === 'true'); });
  return calls.flatMap((call): CorsSetting[] => {
    const value = header(call, 'access-control-allow-origin');
    if (value === undefined) return [];
    const reads = sliceOf(analysis, [value]);
    const origin = reads.texts.has('*') ? 'any' : [...reads.names, ...reads.texts].some((name) => /^origin$/i.test(name)) && !guarded(analysis, call) ? 'reflected' : 'listed';
    return [{ location: callLocation(analysis.program, call), origin, credentials }];
  });
}

/** Some test of the origin stands in the same function. */
function guarded(analysis: Analysis, call: number): boolean {
  const query = queryOf(analysis);
  const fn = callAt(analysis, call)?.fn ?? -1;
  return query.comparisonsIn(fn).length > 0 || query.callsIn(fn).some((each) => /^(includes|has|some|test|startsWith|endsWith|indexOf|match|isAllowed\w*)$/.test(callAt(analysis, each)?.name ?? ''));
}

/** Where an application is told that a proxy's headers are true. */
export function trustProxyOf(analysis: Analysis, app: App): Location | undefined {
  const set = [...app.others, ...app.steps.map((step) => step.call)].find((call) => {
    const record = callAt(analysis, call);
    if (!record || !/^(set|enable)$/.test(record.name) || textAt(analysis, record.args[0]) !== 'trust proxy') return false;
    return record.name === 'enable' || !literalsAt(analysis, record.args[1]).includes(false);
  });
  if (set !== undefined) return callLocation(analysis.program, set);
  const options = callAt(analysis, app.root.call)?.args[0];
  const option = memberAt(analysis, options, 'trustProxy', 'proxy');
  return option === undefined || literalsAt(analysis, option).includes(false) ? undefined : callLocation(analysis.program, app.root.call);
}
