import { LOCAL_DATABASES, REMOTE_ROLES, SENDS_NOTHING, type RemoteRole } from '../../../../facts/knowledge/roles/remote';
import type { Analysis } from '../../../../flow/analyse';
import { packageOf } from '../servers/library-roles';
import { isLoopbackHost } from '../servers/hosts';
import { literalsAt, memberAt, patternAt, queryOf } from '../query';
import { NO_NODE, type Call, type NodeId } from '../../../../model/flow-graph';

/** A call that leaves the process: a request, a call of an SDK, a query. */
export interface RemoteSite {
  readonly call: number;
  /** Way that leads to what is called. */
  readonly path: string;
  readonly client: string;
  readonly role: RemoteRole;
  /** A database in the process or of the platform. */
  readonly local: boolean;
}

/** Collections of the language: what is put into them stays here, whatever else the variable may hold. */
const COLLECTIONS = /^(Map|Set|WeakMap|WeakSet|URLSearchParams|FormData|Headers)\(\)\./;
const known = new WeakMap<Analysis, readonly RemoteSite[]>();

/** Every remote call, and every query of a database, in product code. */
export function remoteSites(analysis: Analysis): readonly RemoteSite[] {
  const found = known.get(analysis);
  if (found) return found;
  const made = findSites(analysis);
  known.set(analysis, made);
  return made;
}

function findSites(analysis: Analysis): RemoteSite[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const sites: RemoteSite[] = [];
  program.calls.forEach((call, index) => {
    if ((call.kind !== 'call' && call.kind !== 'tagged') || !query.isProduct(index) || points.targets(index).length > 0) return;
    const paths = points.apis(index);
    if (paths.some((path) => COLLECTIONS.test(path))) return;
    const site = paths.map((path) => siteOf(call, index, path)).find((each) => each !== undefined);
    if (site && !onlyLoopback(analysis, call)) sites.push(site);
  });
  return lastLinks(analysis, sites);
}

function siteOf(call: Call, index: number, path: string): RemoteSite | undefined {
  const client = packageOf(path);
  const local = roleOf(LOCAL, client);
  const role = local ?? roleOf(REMOTE, client);
  return role && sends(role, path.slice(client.length), call) ? { call: index, path, client, role, local: local !== undefined } : undefined;
}

/** Whether a way within a package sends something: `.get`, `().chat.completions.create`, or the package called itself. */
function sends(role: RemoteRole, rest: string, call: Call): boolean {
  const last = rest.slice(rest.lastIndexOf('.') + 1);
  // `fetch(…).json()` reads the answer of a call that was seen already.
  if (role.kind === 'http' && /\(\)\.(json|text|raw|query|stream|blob|arrayBuffer|then|catch)$/.test(rest)) return false;
  if (role.kind === 'http') return rest === '' || rest === '.default' || (role.calls?.test(last) ?? false) && !/^\.Agent/.test(rest);
  if (call.kind === 'tagged') return role.kind === 'database' && /\(\)$/.test(rest);
  if (!rest.includes('()') && role.kind === 'sdk') return false;
  if (role.calls) return role.calls.test(last);
  return last !== '' && !last.endsWith('()') && !SENDS_NOTHING.test(last);
}

/** Of a chain such as `client.from('x').select().eq()` the last link stands for all. */
function lastLinks(analysis: Analysis, sites: readonly RemoteSite[]): RemoteSite[] {
  const { program } = analysis;
  const continued = new Set(sites.flatMap((site) => { const recv = program.calls[site.call]?.recv ?? NO_NODE; return recv === NO_NODE ? [] : [recv]; }));
  return sites.filter((site) => !continued.has(program.calls[site.call]?.result ?? NO_NODE));
}

function onlyLoopback(analysis: Analysis, call: Call): boolean {
  const hosts = call.args.slice(0, 2).flatMap((arg) => addresses(analysis, arg)).flatMap((address) => /^(?:https?|wss?):\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]+)/i.exec(address)?.[1] ?? []);
  return hosts.length > 0 && hosts.every(isLoopbackHost);
}

function addresses(analysis: Analysis, node: NodeId): string[] {
  const own = [...literalsAt(analysis, node), ...literalsAt(analysis, memberAt(analysis, node, 'url', 'baseURL', 'hostname', 'host'))].filter((value): value is string => typeof value === 'string');
  const pattern = patternAt(analysis, node);
  return pattern === undefined ? own : [...own, pattern];
}

type Roles = (name: string) => RemoteRole | undefined;

function rolesIn(roles: readonly RemoteRole[]): Roles {
  const exact = new Map<string, RemoteRole>();
  const starts: { readonly start: string; readonly role: RemoteRole }[] = [];
  for (const role of roles) {
    for (const name of role.packages) {
      if (name.endsWith('*')) starts.push({ start: name.slice(0, -1), role });
      else if (!exact.has(name)) exact.set(name, role);
    }
  }
  return (name) => exact.get(name) ?? starts.find(({ start }) => name.startsWith(start))?.role;
}

const REMOTE = rolesIn(REMOTE_ROLES);
const LOCAL = rolesIn(LOCAL_DATABASES);

function roleOf(roles: Roles, client: string): RemoteRole | undefined {
  return roles(client) ?? (client.includes('/') && !client.startsWith('@') ? roles(client.slice(0, client.indexOf('/'))) : undefined);
}
