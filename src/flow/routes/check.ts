import type { Prop } from '../../model/flow-graph';
import type { Schema } from '../schema/schema';
import type { KindMask } from '../taint/kinds';

/** Parts of a request that can be checked apart; `matched` is what express-validator hands over of those that passed. */
export type Part = 'body' | 'query' | 'params' | 'headers' | 'cookies' | 'form' | 'matched';

/** What a route rules out before its handler runs, for a member of a part of the request. */
export type Check = (part: Part, path: readonly Prop[]) => KindMask;

/** Names by which frameworks and validators call the parts. */
const PARTS: Readonly<Record<string, Part>> = {
  body: 'body', payload: 'body', json: 'body', form: 'form', query: 'query', querystring: 'query', params: 'params', param: 'params',
  headers: 'headers', header: 'headers', cookies: 'cookies', cookie: 'cookies', state: 'cookies', BODY: 'body', QUERY: 'query', PARAMS: 'params', HEADERS: 'headers', COOKIES: 'cookies',
};

/** The part that a name stands for. */
export function partNamed(name: string): Part | undefined {
  return Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
}

/** What a schema of a whole part rules out for a member of it. */
export function clearsAt(schema: Schema, path: readonly Prop[]): KindMask {
  const [head, ...rest] = path;
  if (head === undefined) return schema.clears;
  const inner = /^(?:\[\]|\*|\d+)$/.test(head) ? schema.element : schema.fields?.get(head);
  return inner ? schema.clears | clearsAt(inner, rest) : schema.clears;
}
