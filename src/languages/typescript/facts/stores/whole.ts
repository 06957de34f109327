import type { Analysis } from '../../../../flow/analyse';
import type { NodeId } from '../../../../model/flow-graph';
import { nameOf } from '../../../../flow/program';
import { pathsAt } from '../query';

/** Ways to objects that hold everything a caller sent, or everything the process knows. */
const WHOLE: readonly (readonly [RegExp, string])[] = [
  [/^(?:express\.Request\(\)\.body|fastify\.FastifyRequest\(\)\.body|koa\.Context\(\)\.request\.body|http\.IncomingMessage\(\)\.body|hono\.Context\(\)\.req\.(?:json|parseBody)\(\)|Request\(\)\.(?:json|formData)\(\)|@hapi\/hapi\.Request\(\)\.payload|elysia\.Context\(\)\.body|h3\.readBody\(\)|readBody\(\)|@azure\/functions\.HttpRequest\(\)\.json\(\)|firebase-functions\.Data\(\)|koa-body.*|aws-lambda\.[A-Za-z0-9]+\(\)\.body)$/, 'the body of the request'],
  [/^(?:express\.Request\(\)|fastify\.FastifyRequest\(\)|http\.IncomingMessage\(\)|koa\.Context\(\)|hono\.Context\(\)|Request\(\)|@hapi\/hapi\.Request\(\)|koa\.Context\(\)\.request|hono\.Context\(\)\.req|aws-lambda\.[A-Za-z0-9]+\(\))$/, 'the whole request'],
  [/^(?:express\.Request\(\)|fastify\.FastifyRequest\(\)|http\.IncomingMessage\(\)|koa\.Context\(\)|koa\.Context\(\)\.request|Request\(\))\.(?:headers|query|cookies)$/, 'everything that the request carries there'],
  [/^(?:process\.env|Deno\.env\.toObject\(\)|Bun\.env)$/, 'the whole environment'],
];
/** Names of objects about a person, taken over without naming a member. */
const PERSON_OBJECT = /^(?:user|customer|account|profile|member|person|patient|employee|visitor|currentUser|userInfo|userProfile|userData)$/;
const ALL = /^(?:all|raw|full|entire|whole|complete)_?(?:data|body|request|payload|user|object|profile|info)?$|^(?:user|request|profile)_?(?:object|dump|raw|blob)$/i;

/** What a record, or one member of it, takes over as a whole; undefined where members are named. */
export function wholeOf(analysis: Analysis, node: NodeId, field?: string, depth = 0): string | undefined {
  const paths = pathsAt(analysis, node);
  const known = WHOLE.find(([pattern]) => paths.some((path) => pattern.test(path)));
  if (known) return known[1];
  const { program } = analysis;
  if (field !== undefined) {
    const name = [nameOf(program, node), ...paths].map((text) => text?.replace(/^.*\./, '') ?? '').find((text) => PERSON_OBJECT.test(text));
    if (name !== undefined && ALL.test(field)) return `the whole \`${name}\``;
  }
  if (depth > 3) return undefined;
  for (const from of [...(program.spreadsByTarget.get(node) ?? []), ...(program.assignsByTarget.get(node) ?? [])]) {
    const found = wholeOf(analysis, from, field, depth + 1);
    if (found !== undefined) return found;
  }
  const call = program.callByResult.get(node);
  const record = call === undefined ? undefined : program.calls[call];
  if (record?.name !== 'stringify' && !(record?.name === 'assign' || record?.name === 'structuredClone')) return undefined;
  return record.args.map((arg) => wholeOf(analysis, arg, field, depth + 1)).find((found) => found !== undefined);
}
