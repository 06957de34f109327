import { NO_NODE, type NodeId } from '../../model/flow-graph';
import { functionsAt, memberOf, rowsAt, textAt, type Sight } from '../entries/read';
import { constantAt } from '../literals';
import { schemaAt } from '../schema/read';
import type { Schema } from '../schema/schema';
import { clearsAt, partNamed, type Check, type Part } from './check';

/** Middleware that is given schemas by part, and refuses a request that does not fit. */
const BY_PART = /^(?:celebrate\.celebrate|zod-express-middleware\.(?:validateRequest|processRequest)|express-zod-safe(?:\.default)?|express-joi-validation\.createValidator\(\))$/;
/** Middleware that is given the schema of one part, which its name tells. */
const OF_PART = /^(?:zod-express-middleware\.(?:validate|process)Request(Body|Query|Params)|express-joi-validation\.createValidator\(\)\.(body|query|params|headers))$/;
/** Validators of Hono: the part, then its schema. */
const FOR_PART = /^(?:@hono\/(?:zod|valibot|typebox|arktype|standard)-validator\.\w*[vV]alidator|hono-openapi(?:\/\w+)?\.(?:validator|resolver))$/;

/** What a middleware checks by a schema. */
export function schemaCheck(sight: Sight, index: number): Check | undefined {
  const { program, points } = sight;
  const [first = NO_NODE, second = NO_NODE] = program.calls[index]?.args ?? [];
  for (const path of points.apis(index)) {
    if (BY_PART.test(path)) return byPart(sight, first);
    const named = OF_PART.exec(path);
    const part = partNamed((named?.[1] ?? named?.[2] ?? '').toLowerCase());
    if (part) return ofParts([[part, schemaAt(program, points, first)]]);
    const target = FOR_PART.test(path) ? partNamed(textAt(points, first) ?? '') : undefined;
    if (target) return ofParts([[target, schemaAt(program, points, second)]]);
  }
  return undefined;
}

/** What the options of a route check: `schema` of Fastify, `validate` of hapi. */
export function optionsCheck(sight: Sight, options: NodeId): Check | undefined {
  const { points } = sight;
  if (options === NO_NODE || points.of(options).every((value) => value.k !== 'object')) return undefined;
  const fastify = memberOf(sight, options, 'schema');
  if (fastify !== NO_NODE) return constantAt(points, memberOf(sight, options, 'attachValidation')) === true ? undefined : byPart(sight, fastify);
  const validate = memberOf(sight, memberOf(sight, options, 'options', 'config'), 'validate');
  return validate === NO_NODE || goesOn(sight, memberOf(sight, validate, 'failAction')) ? undefined : byPart(sight, validate);
}

/** Whether a handler of failures lets the request through. */
function goesOn({ program, points }: Sight, action: NodeId): boolean {
  if (action === NO_NODE) return false;
  if (points.of(action).some((value) => value.k === 'const' && value.value !== 'error')) return true;
  const fns = functionsAt(points, action);
  return program.loads.some((load) => load.prop === 'continue' && fns.includes(program.owners[load.to] ?? -1));
}

function byPart(sight: Sight, node: NodeId): Check {
  const { program, points } = sight;
  const parts: [Part, Schema][] = [];
  const add = (name: string, schema: NodeId): void => {
    const part = partNamed(name);
    if (part) parts.push([part, schemaAt(program, points, schema)]);
  };
  for (const row of rowsAt(points, node)) {
    if (row.k !== 'object') continue;
    for (const [name, member] of points.members(row.node)) add(name, member);
    // `[Segments.BODY]: schema`
    for (const { key, from } of program.initStores.get(row.node) ?? []) {
      for (const value of key === undefined ? [] : points.of(key)) if (value.k === 'api') add(value.path.replace(/^.*\.Segments\./, ''), from);
    }
  }
  return ofParts(parts);
}

function ofParts(parts: readonly (readonly [Part, Schema])[]): Check {
  return (part, path) => parts.filter(([of]) => of === part).reduce((mask, [, schema]) => mask | clearsAt(schema, path), 0);
}
