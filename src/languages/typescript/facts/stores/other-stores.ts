import { indexRules } from '../../../../facts/knowledge/patterns';
import { ANALYTICS_CALLS } from '../../../../facts/knowledge/roles/analytics';
import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';
import { isObject, literalsAt, memberAt, patternAt, queryOf } from '../query';
import { membersOf, type FieldDraft, type WriteDraft } from './drafts';
import { ownFile } from './own-files';

const analytics = indexRules(ANALYTICS_CALLS);
const KEY_VALUE = /^(?:ioredis|redis|@redis\/client|@upstash\/redis|@vercel\/kv|keyv|KVNamespace\(\)|cloudflare\.Env\(\)|hono\.Context\(\)\.env|cloudflare:workers|DurableObjectState\(\)\.storage|cloudflare\.DurableObjectState\(\)|level|node-persist|@netlify\/blobs|@deno\/kv|Deno\.openKv|memcached|memjs)/;
const KEY_VALUE_METHODS = /^(?:set|setex|setEx|psetex|put|hset|hSet|hmset|lpush|rpush|lPush|rPush|sadd|sAdd|zadd|zAdd|xadd|xAdd|setItem|append)$/;
/** Settings of a command line, kept in a file of whoever runs it. */
const SETTINGS = /^(?:conf|electron-store|configstore)\b/;
/** Methods that no other kind of object has. */
const ONLY_KEY_VALUE = /^(?:setex|setEx|psetex)$/;
const LIFETIME = ['EX', 'PX', 'EXAT', 'PXAT', 'ex', 'px', 'exat', 'pxat', 'expirationTtl', 'expiration', 'ttl', 'expireIn', 'maxAge', 'expires', 'expiration_ttl'];
const FILE_WRITES = /^fs\.(?:writeFile|writeFileSync|appendFile|appendFileSync|outputFile|outputFileSync|writeJson|writeJsonSync|outputJson|outputJsonSync|writeJSON|writeJSONSync)$|^(?:Bun\.write|Deno\.writeTextFile|Deno\.writeTextFileSync|write-file-atomic)$/;

/** Writes into stores of keys, into files, and to services that measure use. */
export function otherWrites(analysis: Analysis): WriteDraft[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  return program.calls.flatMap((call, index): WriteDraft[] => {
    if (!query.isProduct(index) || points.targets(index).length > 0 || call.kind === 'jsx') return [];
    const apis = points.apis(index);
    if (apis.some((path) => analytics.find(path).length > 0)) return [telemetryDraft(analysis, index, call)];
    if (apis.some((path) => FILE_WRITES.test(path))) return [{ ...recordDraft(analysis, index, 'file', nameBehind(analysis, call.args[0]), call.args.slice(1, 2), undefined), ...ownFile(analysis, index, call) }];
    if (call.name === 'set' && apis.some((path) => SETTINGS.test(path))) return [{ ...recordDraft(analysis, index, 'file', nameBehind(analysis, call.args[0]), call.args.slice(-1), undefined), own: 'readable' }];
    if (!KEY_VALUE_METHODS.test(call.name) || (!ONLY_KEY_VALUE.test(call.name) && !apis.some((path) => KEY_VALUE.test(path)))) return [];
    const value = /^(?:setex|setEx|psetex)$/.test(call.name) ? call.args.slice(2, 3) : call.args.slice(1);
    return [recordDraft(analysis, index, 'key-value', nameBehind(analysis, call.args[0]), value, lifetimeOf(analysis, call))];
  });
}

/** The file's name without its folders, or the key without what is put in at run time. */
function nameBehind(analysis: Analysis, node: NodeId | undefined): string | undefined {
  const pattern = patternAt(analysis, node);
  const name = pattern?.replace(/^.*[/\\]/, '').split(/[:*?.]/).find((part) => /^[\w-]{2,}$/.test(part));
  return name;
}

function recordDraft(analysis: Analysis, call: number, to: WriteDraft['to'], table: string | undefined, values: readonly NodeId[], lifetime: string | undefined): WriteDraft {
  const records = values.filter((node) => node !== NO_NODE && !isOptions(analysis, node)).flatMap((node) => [node, ...textOf(analysis, node)]);
  const fields = records.flatMap((node) => membersOf(analysis, node));
  const own: FieldDraft[] = fields.length === 0 && table !== undefined && records[0] !== undefined ? [{ name: table, node: records[0], functions: [] }] : [];
  return { call, to, operation: 'insert', records, fields: fields.length > 0 ? fields : own, ...(table !== undefined && { table }), ...(lifetime !== undefined && { lifetime }) };
}

function isOptions(analysis: Analysis, node: NodeId): boolean {
  return isObject(analysis, node) && LIFETIME.some((name) => memberAt(analysis, node, name) !== undefined) && membersOf(analysis, node).length <= 3;
}

/** What `JSON.stringify(x)` was given. */
function textOf({ program }: Analysis, node: NodeId): NodeId[] {
  const from = [node, ...(program.assignsByTarget.get(node) ?? [])];
  return from.flatMap((each) => {
    const call = program.calls[program.callByResult.get(each) ?? -1];
    return call?.name === 'stringify' && call.args[0] !== undefined ? [call.args[0]] : [];
  });
}

/** The option or argument that lets a key end: `EX`, `expirationTtl`, a third number of `setex`. */
function lifetimeOf(analysis: Analysis, call: Call): string | undefined {
  if (/^(?:setex|setEx|psetex)$/.test(call.name)) return call.name;
  for (const arg of call.args.slice(2)) {
    const literal = literalsAt(analysis, arg).find((value) => typeof value === 'string' && LIFETIME.includes(value));
    if (typeof literal === 'string') return literal;
    const option = LIFETIME.find((name) => memberAt(analysis, arg, name) !== undefined);
    if (option !== undefined) return option;
  }
  const keyv = analysis.points.apis(analysis.program.calls.indexOf(call)).some((path) => path.startsWith('keyv'));
  return keyv && call.args.length > 2 ? 'ttl' : undefined;
}

function telemetryDraft(analysis: Analysis, index: number, call: Call): WriteDraft {
  const event = [...literalsAt(analysis, call.args[0]), ...call.args.flatMap((arg) => literalsAt(analysis, memberAt(analysis, arg, 'event', 'name', 'eventName', 'event_type')))].find((value) => typeof value === 'string');
  const records = call.args.filter((arg) => arg !== NO_NODE).flatMap((arg) => {
    const inner = memberAt(analysis, arg, 'properties', 'traits', 'userProperties', 'event_properties');
    return inner === undefined ? [arg] : [inner, arg];
  });
  return { call: index, to: 'telemetry', operation: 'insert', records, fields: records.flatMap((node) => membersOf(analysis, node)), ...(typeof event === 'string' && { table: event }) };
}
