import type { Dialect } from '../model/database';
import { instantiate } from '../../vendor/sqlparser/sqlparser.js';
import { dialectsFor, refusal } from './limits';
import { formsOf, prepare, type HoleForm, type Prepared } from './prepare';
import type { Json } from './ast';
import type { Token } from './tokens';

/** The syntax tree of one statement, with the way back to its text, or why it could not be read. */
export type Tree =
  | { readonly read: true; readonly statement: Json; readonly prepared: Prepared; readonly dropped: boolean }
  | { readonly read: false; readonly why: string };

const MAX_TRIES = 16;

let parser: ReturnType<typeof instantiate> | undefined;

/**
 * Parses one statement. Where a hole stands in the way, other forms of it are tried, nearest to the error first;
 * where the first dialect does not read it, the others are tried in turn.
 */
export function parseTree(tokens: readonly Token[], hint: Dialect | undefined): Tree {
  let why = refusal(tokens);
  if (why !== undefined) return { read: false, why };
  for (const dialect of dialectsFor(tokens, hint)) {
    const tree = parseIn(dialect, tokens);
    if (tree.read) return tree;
    why ??= tree.why;
  }
  return { read: false, why: why ?? 'No dialect reads it.' };
}

function parseIn(dialect: string, tokens: readonly Token[]): Tree {
  const choices = tokens.flatMap((token, i) => (token.kind === 'hole' ? [formsOf(tokens, i)] : []));
  const chosen = choices.map(() => 0);
  const formsNow = (): HoleForm[] => choices.map((forms, i) => forms[chosen[i] ?? 0] ?? 'nothing');
  let why = '';
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const forms = formsNow();
    const prepared = prepare(tokens, forms);
    const result = run(dialect, prepared.text);
    if (result.ok) return { read: true, statement: result.statement, prepared, dropped: forms.some((form) => form !== 'name') };
    why ||= result.why;
    const offset = offsetOf(result.why, prepared.text);
    let hole = offset === undefined ? choices.length - 1 : prepared.holeBefore(offset);
    while (hole >= 0 && (chosen[hole] ?? 0) + 1 >= (choices[hole]?.length ?? 0)) hole--;
    if (hole < 0) break;
    chosen[hole] = (chosen[hole] ?? 0) + 1;
  }
  return { read: false, why: `The SQL parser does not read it: ${why.replace(/^sql parser error: /, '').replace(/\s+at Line:.*$/, '')}.` };
}

function run(dialect: string, sql: string): { ok: true; statement: Json } | { ok: false; why: string } {
  try {
    parser ??= instantiate();
    const statements = JSON.parse(parser(dialect, sql)) as Json[];
    const [statement] = statements;
    return statement === undefined || statements.length > 1 ? { ok: false, why: 'It is not one statement' } : { ok: true, statement };
  } catch (error) {
    if (typeof error === 'string') return { ok: false, why: error };
    // Anything but a refusal leaves the instance in an unknown state.
    parser = undefined;
    return { ok: false, why: error instanceof RangeError ? 'It is nested too deeply' : `It broke on it (${error instanceof Error ? error.message : String(error)})` };
  }
}

function offsetOf(message: string, text: string): number | undefined {
  const place = /at Line: (\d+), Column: (\d+)/.exec(message);
  if (!place) return undefined;
  let offset = 0;
  for (let line = Number(place[1]); line > 1; line--) offset = text.indexOf('\n', offset) + 1;
  return offset + Number(place[2]) - 1;
}
