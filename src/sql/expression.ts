import { at, items, lastName, nameOf, textAt, variant, type Json } from './ast';
import { isHole } from './prepare';
import { HOLE } from './text';

/** A column where an expression names it, before its table is resolved. */
export interface NamedColumn {
  readonly qualifier?: string;
  readonly name: string;
  /** Written in double quotes, which MySQL and SQLite also read as text. */
  readonly quoted: boolean;
}

/** An expression without the parentheses and collation around it. */
export function bare(expression: Json | undefined): Json | undefined {
  let current = expression;
  for (;;) {
    const [name, body] = variant(current);
    if (name === 'Nested') current = body;
    else if (name === 'Collate') current = at(body, 'expr');
    else return current;
  }
}

/** The column that an expression consists of, if it is nothing else. */
export function columnOf(expression: Json | undefined): NamedColumn | undefined {
  const [kind, body] = variant(bare(expression));
  if (kind === 'Identifier') {
    const name = nameOf(body);
    return name === undefined || KEYWORD_VALUES.has(name.toLowerCase()) ? undefined : { name, quoted: at(body, 'quote_style') === '"' };
  }
  if (kind !== 'CompoundIdentifier') return undefined;
  const names = items(body).map(nameOf);
  const name = names[names.length - 1];
  const qualifier = names[names.length - 2];
  return name === undefined ? undefined : { name, quoted: false, ...(qualifier !== undefined && { qualifier }) };
}

/** Words that the parser gives as identifiers and that are values. */
const KEYWORD_VALUES = new Set(['current_timestamp', 'current_date', 'current_time', 'current_user', 'localtimestamp', 'default', 'sysdate']);

/** Every column that an expression names, not counting those inside its subqueries. */
export function columnsIn(expression: Json | undefined): readonly NamedColumn[] {
  if (typeof expression !== 'object' || expression === null || isQuery(expression)) return [];
  const column = columnOf(expression);
  if (column) return [column];
  return Object.entries(expression).flatMap(([key, child]) => (NO_EXPRESSIONS.has(key) ? [] : columnsIn(child)));
}

/** Keys under which identifiers stand that are no columns: names of functions and types. */
const NO_EXPRESSIONS = new Set(['name', 'data_type']);

function isQuery(node: Json): boolean {
  return at(node, 'body') !== undefined && typeof node === 'object' && node !== null && 'with' in node;
}

/**
 * The value of an expression that names no column: a constant of the text, or something given at run time (a
 * parameter, a hole, the clock). Undefined for an expression that does name a column.
 */
export function valueOf(expression: Json | undefined): { readonly constant?: string } | undefined {
  const expr = bare(expression);
  const [kind, body] = variant(expr);
  if (kind === 'Value') return constantOf(body);
  if (kind === 'Cast') return valueOf(at(body, 'expr'));
  if (kind === 'TypedString') return {};
  if (kind === 'UnaryOp') return valueOf(at(body, 'expr'));
  return columnsIn(expr).every((column) => isHole(column.name)) ? {} : undefined;
}

function constantOf(body: Json): { readonly constant?: string } {
  const [kind, content] = variant(at(body, 'value'));
  if (kind === 'Placeholder') return {};
  // Numbers and dollar quotes carry their text inside; NULL is a kind without content.
  const text = [content, items(content)[0], at(content, 'value'), kind.toLowerCase()].find((one) => typeof one === 'string' || typeof one === 'boolean');
  const shown = String(text);
  return shown.includes(HOLE) ? {} : { constant: shown.slice(0, 80) };
}

/** Whether a LIKE pattern begins with something known or given, so that an ordered index can serve it. */
export function isPrefixPattern(pattern: Json | undefined): boolean {
  const [kind, body] = variant(bare(pattern));
  if (kind === 'BinaryOp' && at(body, 'op') === 'StringConcat') {
    const [inner, left] = variant(bare(at(body, 'left')));
    return inner === 'Value' && variant(at(left, 'value'))[0] === 'Placeholder' ? true : isPrefixPattern(at(body, 'left'));
  }
  if (kind !== 'Value') return false;
  const [form, text] = variant(at(body, 'value'));
  return form === 'SingleQuotedString' && typeof text === 'string' && /^[^%_*?[]/.test(text) && /[%*]$/.test(text);
}

/** An expression in a normal form, so that one of an index and one of a query can be compared: `lower(email)`, `data->>'id'`. Undefined for forms that are not compared. */
export function normalForm(expression: Json | undefined): string | undefined {
  const expr = bare(expression);
  const column = columnOf(expr);
  if (column) return column.name.toLowerCase();
  const [kind, body] = variant(expr);
  if (kind === 'Value') {
    const { constant } = constantOf(body);
    return constant === undefined ? undefined : `'${constant.toLowerCase()}'`;
  }
  if (kind === 'Cast') return wrap('cast', [normalForm(at(body, 'expr'))]);
  if (kind === 'BinaryOp') return binaryForm(body);
  if (kind !== 'Function') return undefined;
  const name = lastName(at(body, 'name'))?.toLowerCase() ?? '';
  return wrap(name, items(at(body, 'args', 'List', 'args')).map((arg) => normalForm(at(arg, 'Unnamed', 'Expr'))));
}

function wrap(name: string, args: readonly (string | undefined)[]): string | undefined {
  return args.includes(undefined) ? undefined : `${name}(${args.join(',')})`;
}

function binaryForm(body: Json): string | undefined {
  const op = { Arrow: '->', LongArrow: '->>', HashArrow: '#>', HashLongArrow: '#>>', StringConcat: '||' }[textAt(body, 'op')];
  const left = normalForm(at(body, 'left'));
  const right = normalForm(at(body, 'right'));
  return op === undefined || left === undefined || right === undefined ? undefined : `${left}${op}${right}`;
}
