import { namesCredential } from '../../../../facts/knowledge/roles/credentials';
import type { SecretComparison } from '../../../../facts/credentials';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation, fileOf, fileOfFn } from '../../../../flow/program';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { literalsAt, queryOf } from '../query';
import { sliceOf, type Slice } from '../slice';
import type { Draft } from './reads';
import { ENVIRONMENT } from './schemas';

const TIMED = /^(crypto\.timingSafeEqual|crypto\.subtle\.timingSafeEqual|tsscmp|safe-compare|secure-compare|scmp|constant-time-equals|buffer-equal-constant-time|@noble\/\w+\/utils\.equalBytes)$/;
const HASHES = /^(crypto\.(createHash|createHmac|hash|scrypt\w*|pbkdf2\w*|subtle\.digest)|@noble\/hashes\/[\w.]+|bcrypt\w*\.\w+|object-hash)\(\)/;
const REQUESTS = /^(express\.Request|http\.IncomingMessage|fastify\.FastifyRequest|koa\.Context|hono\.Context|Request|elysia\.Context|@hapi\/hapi\.Request|aws-lambda\.\w+)\(\)/;
/** Members of settings that hold a secret which callers must know. */
const TELLING = /^(api_?keys?|auth_?tokens?|access_?token|auth_?key|bearer_?token|shared_?secret|server_?(token|secret|key)|client_?secret|webhook_?secret|secret|password|passwd|admin_?(token|key|password)|expected_?(token|key|secret))$/i;

/** Comparisons of what a caller sends with a secret of the server. */
export function comparisons(analysis: Analysis, drafts: ReadonlyMap<string, Draft>): SecretComparison[] {
  const { program, points } = analysis;
  const plain = program.comparisons.flatMap((each): SecretComparison[] => {
    const file = fileOfFn(program, each.fn) ?? fileOf(program, each.left === NO_NODE ? each.right : each.left);
    if (each.op !== 'equal' || each.left === NO_NODE || each.right === NO_NODE || !file?.product) return [];
    if (isMeasure(analysis, each.left) || isMeasure(analysis, each.right)) return [];
    if (!isPair(analysis, each.left, each.right, drafts) && !isPair(analysis, each.right, each.left, drafts)) return [];
    return [{ location: { path: file.path, line: each.at[0], column: each.at[1] }, how: 'plain', digest: each.digest }];
  });
  const timed = program.calls.flatMap((call, index): SecretComparison[] => (queryOf(analysis).isProduct(index) && points.apis(index).some((path) => TIMED.test(path)) ? [{ location: callLocation(program, index), how: 'constant-time', digest: call.digest }] : []));
  return [...new Map([...plain, ...timed].map((each) => [`${each.location.path}:${each.location.line}:${each.location.column ?? 0}`, each])).values()];
}

/** `a.length === b.length` tells nothing of the characters. */
function isMeasure(analysis: Analysis, node: NodeId): boolean {
  return queryOf(analysis).loadsTo(node).some((load) => /^(length|byteLength|size)$/.test(load.prop)) || literalsAt(analysis, node).length > 0;
}

/** What the caller sends, as it came, against a secret. The time that hashes take to compare tells nothing of what was hashed. */
function isPair(analysis: Analysis, inbound: NodeId, secret: NodeId, drafts: ReadonlyMap<string, Draft>): boolean {
  const given = sliceOf(analysis, [inbound], { callers: true });
  if (!fromRequest(given) || [...given.paths].some((path) => HASHES.test(path))) return false;
  const own = sliceOf(analysis, [secret]);
  if ([...own.paths].some((path) => { const name = ENVIRONMENT.exec(path)?.[1]; return name !== undefined && drafts.has(name); })) return true;
  if ([...own.nodes].some((node) => [...drafts.values()].some((draft) => draft.holders.has(node)))) return true;
  const load = queryOf(analysis).loadsTo(secret)[0];
  if (load === undefined || !(TELLING.test(load.prop) || (/^[A-Z][A-Z0-9_]+$/.test(load.prop) && namesCredential(load.prop)))) return false;
  return !fromRequest(sliceOf(analysis, [secret], { callers: true }));
}

/** A header, a query or a body of an inbound request. */
function fromRequest(slice: Slice): boolean {
  if ([...slice.paths].some((path) => REQUESTS.test(path))) return true;
  const names = [...slice.names];
  return names.some((name) => /^(headers?|query|authorization)$/i.test(name)) && names.some((name) => /^(req|request|ctx|c|context)$/.test(name));
}
