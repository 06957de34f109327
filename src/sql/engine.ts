import type { Dialect } from '../model/database';
import { instantiate } from '../../vendor/sqlparser/sqlparser.js';
import { dialectsFor, refusal } from './limits';
import { formsOf, prepare, type HoleForm, type Prepared } from './prepare';
import { offsetAt, type Json } from './ast';
import { HOLE } from './text';
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
  const refused = refusal(tokens);
  if (refused !== undefined) return { read: false, why: refused };
  let why = '';
  let furthest = -1;
  for (const dialect of dialectsFor(tokens, hint)) {
    const tree = parseIn(dialect, tokens);
    if (tree.read) return tree;
    // The dialect that gets furthest is the likeliest to say what is wrong.
    if (tree.reached > furthest) [why, furthest] = [tree.why, tree.reached];
  }
  // Text that breaks off is the beginning of what code goes on to build.
  const last = tokens[tokens.length - 1];
  if (why.includes('found: EOF') && last && last.kind !== 'hole') return parseTree([...tokens, { kind: 'hole', text: HOLE, start: last.end + 1, end: last.end + 1 }], hint);
  return { read: false, why };
}

function parseIn(dialect: string, tokens: readonly Token[]): Extract<Tree, { read: true }> | (Extract<Tree, { read: false }> & { readonly reached: number }) {
  const choices = tokens.flatMap((token, i) => (token.kind === 'hole' ? [formsOf(tokens, i)] : []));
  const chosen = choices.map(() => 0);
  const formsNow = (): HoleForm[] => choices.map((forms, i) => forms[chosen[i] ?? 0] ?? 'nothing');
  let why = '';
  let reached = 0;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const forms = formsNow();
    const prepared = prepare(tokens, forms);
    const result = run(dialect, prepared.text);
    if (result.ok) return { read: true, statement: result.statement, prepared, dropped: forms.some((form) => form !== 'name') };
    const offset = offsetOf(result.why, prepared.text);
    const origin = prepared.originOf(offset ?? prepared.text.length);
    if (why === '' || origin > reached) [why, reached] = [result.why, origin];
    let hole = offset === undefined ? choices.length - 1 : prepared.holeBefore(offset);
    while (hole >= 0 && (chosen[hole] ?? 0) + 1 >= (choices[hole]?.length ?? 0)) hole--;
    if (hole < 0) break;
    chosen[hole] = (chosen[hole] ?? 0) + 1;
  }
  return { read: false, reached, why: `The SQL parser does not read it: ${why.replace(/^sql parser error: /, '').replace(/\s+at Line:.*$/, '')}.` };
}

type Parsed = { readonly ok: true; readonly statement: Json } | { readonly ok: false; readonly why: string };

/** Answers of the parser by dialect and text: several facts ask for the same statements, and so does the other revision. */
const answers = new Map<string, Parsed>();
const MAX_ANSWERS = 20_000;

function run(dialect: string, sql: string): Parsed {
  const key = `${dialect} ${sql}`;
  const known = answers.get(key);
  if (known) return known;
  const parsed = ask(dialect, sql);
  if (answers.size >= MAX_ANSWERS) answers.clear();
  answers.set(key, parsed);
  return parsed;
}

function ask(dialect: string, sql: string): Parsed {
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
  return place ? offsetAt(text, { line: Number(place[1]), column: Number(place[2]) }) : undefined;
}
