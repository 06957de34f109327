import { indexRules } from '../../../facts/knowledge/patterns';
import { LOGGER_ROLES, STDERR_WRITES, STDOUT_WRITES } from '../../../facts/knowledge/roles/logger';
import type { LoggerFact, LoggingFact, StdoutWrite } from '../../../facts/logging';
import type { TraitSignals } from '../../../facts/traits';
import { callLocation, fileOfCall } from '../../../flow/program';
import { seenAt } from '../../../model/evidence';
import { byPlace, type Location } from '../../../model/location';
import type { CodeContext } from '../context';
import { isOtherMode, stdioReach, unitOf } from './stdio-reach';

const loggers = indexRules(LOGGER_ROLES);
const stdout = indexRules([{ api: STDOUT_WRITES }]);
const stderr = indexRules([{ api: STDERR_WRITES }]);
const PROTOCOL = /^(sendLoggingMessage|sendLog|loggingMessage)$/;

/** What the program writes, by which means, and what of it can corrupt the protocol on standard output. */
export function loggingFact(context: CodeContext): LoggingFact {
  const { analysis } = context;
  const { program, points } = analysis;
  const reach = stdioReach(context);
  const silenced = redirectsConsole(context);
  const writes: StdoutWrite[] = [];
  const made: LoggerFact[] = [];
  const consoles: Location[] = [];
  const protocol: Location[] = [];
  let exempt = 0;
  program.calls.forEach((call, index) => {
    if (!fileOfCall(program, index)?.product) return;
    const location = callLocation(program, index);
    if (PROTOCOL.test(call.name)) protocol.push(location);
    for (const path of points.apis(index)) {
      const writesOut = stdout.find(path).length > 0;
      if (writesOut || stderr.find(path).length > 0) consoles.push(location);
      const [role] = loggers.find(path);
      const logger = role && { location, name: role.name, structured: role.structured, stream: streamOf(context, index, role.stream) };
      if (logger) made.push(logger);
      if (!writesOut && logger?.stream !== 'stdout') continue;
      const when = reach?.get(unitOf(analysis, index));
      if (when === undefined || isOtherMode(call) || (writesOut && silenced(path)) || standsIn(context, index)) exempt++;
      else writes.push({ location, by: path, when });
      break;
    }
  });
  writes.sort((a, b) => byPlace(a.location, b.location));
  consoles.sort(byPlace);
  const [first] = consoles;
  return { stdoutWrites: reach ? writes : [], exempt, loggers: made, protocol, console: { count: consoles.length, ...(first && { first }) } };
}

/** `options.logger ?? console`, where a logger of the program is given: what that one writes is looked at where it writes. */
function standsIn({ analysis: { points } }: CodeContext, index: number): boolean {
  return points.targets(index).length > 0;
}

/** `console.log = console.error` sends everything to standard error. */
function redirectsConsole({ analysis }: CodeContext): (path: string) => boolean {
  const { program, points } = analysis;
  const assigned = new Set(program.stores.flatMap((store) => (points.of(store.base).some((value) => value.k === 'api' && (value.path === 'console' || value.path === 'process.stdout')) ? [store.prop] : [])));
  const replaced = program.stores.some((store) => store.prop === 'console' && points.of(store.base).some((value) => value.k === 'api' && /^(globalThis|global)$/.test(value.path)));
  return (path) => replaced || assigned.has(path.slice(path.lastIndexOf('.') + 1)) && !path.endsWith('.group');
}

/** Where a logger writes: its default, unless its options say a file, standard error, or something that could not be followed. */
function streamOf({ analysis }: CodeContext, index: number, stream: LoggerFact['stream']): LoggerFact['stream'] {
  const { program, points } = analysis;
  const call = program.calls[index];
  if (!call || stream !== 'stdout') return stream;
  // A destination or transport of any kind is a decision; what it is worth is not followed further.
  if (call.args.length > 1) return 'unknown';
  const [options = -1] = call.args;
  const members = options === -1 ? [] : points.of(options).flatMap((value) => (value.k === 'object' ? [...points.members(value.node).keys()] : value.k === 'api' ? ['stream'] : []));
  const silent = members.some((name) => /^(transport|stream|streams|destination|transports|appenders|dest|enabled|level)$/.test(name));
  return silent ? 'unknown' : 'stdout';
}

/** The trait that the server writes logs. */
export function loggingSignals(fact: LoggingFact): TraitSignals {
  const places = [...fact.loggers.map((logger) => seenAt(logger.location, `A logger of ${logger.name} is made here.`)), ...fact.stdoutWrites.slice(0, 3).map((write) => seenAt(write.location, `\`${write.by}\` writes here.`)), ...fact.protocol.slice(0, 1).map((location) => seenAt(location, 'The server logs through the protocol here.'))];
  return { logging: fact.console.first ? [...places, seenAt(fact.console.first, 'The server writes to the console here.')] : places };
}
