import type { Analysis } from '../../../../flow/analyse';
import { textsOf } from '../../../../flow/constant-tests';
import { NO_NODE } from '../../../../model/flow-graph';
import { literalsAt, memberAt } from '../query';
import type { RemoteSite } from './sites';

const WRITES = /^(post|put|patch|delete|del|create|insert|update|upsert|remove|send|publish|save|destroy|write|upload|bulk|set|add|append|merge|close|cancel|archive|invite|drop|execute)/i;
const READS = /^(get|find|list|search|query|read|fetch|head|retrieve|describe|count|select|aggregate|distinct|lookup|check|exists|load|all|first|one|many|show|scan|mget|values|raw|iterate)/i;

/** Whether a call changes something on the other end, as far as its name, its method or its statement says so. */
export function isWrite(analysis: Analysis, site: RemoteSite): boolean {
  return effectOf(analysis, site) === 'write';
}

/** Whether a call only reads. */
export function isRead(analysis: Analysis, site: RemoteSite): boolean {
  return effectOf(analysis, site) === 'read';
}

/** What a call does to the other end; undefined where nothing says it. */
export function effectOf(analysis: Analysis, site: RemoteSite): 'read' | 'write' | undefined {
  const call = analysis.program.calls[site.call];
  if (!call) return undefined;
  const method = methodOf(analysis, site);
  if (method !== undefined) return /^(GET|HEAD|OPTIONS)$/i.test(method) ? 'read' : 'write';
  const shape = site.role.kind === 'database' ? shapeOf(site, call.name) : undefined;
  if (shape !== undefined) return shape;
  const statement = statementsOf(analysis, site)[0];
  if (statement !== undefined) return /^\s*(with\b(?![\s\S]*\b(insert|update|delete)\b)|select|show|describe|desc|explain|pragma|values|match|table)\b/i.test(statement) ? 'read' : /^\s*(insert|update|delete|replace|merge|create|alter|drop|truncate|grant|revoke|with|copy|call|vacuum)\b/i.test(statement) ? 'write' : undefined;
  const last = /(\w+)(?:\(\))?$/.exec(site.path)?.[1] ?? call.name;
  const command = site.path.startsWith('@aws-sdk/') ? (literalCommand(analysis, site) ?? last) : last;
  if (site.role.kind === 'http') return 'read';
  return READS.test(command) ? 'read' : WRITES.test(command) ? 'write' : undefined;
}

/** What the shape of a call to a database says, whatever statement a wrapper may have prepared. */
function shapeOf(site: RemoteSite, name: string): 'read' | 'write' | undefined {
  // SQLite's `run` hands back no rows.
  if (site.local && name === 'run') return 'write';
  // A chain such as `db.insert(users).values(row)` does what its verb says, whatever its last link is.
  if (/\.(?:insert|insertInto|update|updateTable|delete|deleteFrom|upsert|del)\(\)/.test(site.path)) return 'write';
  return /\.(?:from|where|andWhere|orWhere|whereIn|limit|offset|orderBy|leftJoin|innerJoin)$/.test(site.path) ? 'read' : undefined;
}

/** `client.send(new GetObjectCommand(…))`: the name of the command. */
function literalCommand({ program, points }: Analysis, site: RemoteSite): string | undefined {
  const [first = NO_NODE] = program.calls[site.call]?.args ?? [];
  const path = points.of(first).find((value) => value.k === 'api' && /Command(\(\))?$/.test(value.path));
  return path?.k === 'api' ? /(\w+)Command(?:\(\))?$/.exec(path.path)?.[1] : undefined;
}

/** The method of a request by HTTP; undefined for other calls, and where it is not known. */
export function methodOf(analysis: Analysis, site: RemoteSite): string | undefined {
  if (site.role.kind !== 'http') return undefined;
  const call = analysis.program.calls[site.call];
  const verb = /\.(get|post|put|patch|delete|head|options|del)$/.exec(site.path)?.[1];
  if (verb !== undefined) return verb === 'del' ? 'DELETE' : verb.toUpperCase();
  for (const arg of call?.args ?? []) {
    const method = memberAt(analysis, arg, 'method');
    if (method === undefined) continue;
    const literals = literalsAt(analysis, method).filter((value): value is string => typeof value === 'string');
    return literals.find((value) => !/^(GET|HEAD)$/i.test(value)) ?? literals[0] ?? 'unknown';
  }
  return 'GET';
}

/** The statements that a query may be, holes as `?`; empty where they are not known, and for other calls. */
export function statementsOf(analysis: Analysis, site: RemoteSite): string[] {
  if (site.role.kind !== 'database') return [];
  const { program, points } = analysis;
  const call = program.calls[site.call];
  const nodes = [call?.args[0] ?? NO_NODE, memberAt(analysis, call?.args[0], 'sql', 'text', 'query', 'sqlText') ?? NO_NODE];
  // `db.prepare(text).get(value)`: the statement is with the preparation.
  for (const value of call ? points.of(call.recv) : []) if (value.k === 'api' && value.call >= 0) nodes.push(program.calls[value.call]?.args[0] ?? NO_NODE);
  return nodes.flatMap((node) => (node === NO_NODE ? [] : textsOf(program, points, node))).filter((text) => /^\s*[a-z(-]/i.test(text) && /\s/.test(text.trim()));
}
