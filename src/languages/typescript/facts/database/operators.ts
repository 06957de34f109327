import type { ColumnFilter } from '../../../../model/database';

export type Operator = ColumnFilter['operator'];

const WORDS: Readonly<Record<Operator, string>> = {
  equals: 'eq equals equal is = == === $eq in_array_of match',
  in: 'in inarray any $in wherein containedby',
  range: 'gt gte lt lte between > >= < <= morethan morethanorequal lessthan lessthanorequal $gt $gte $lt $lte $between wherebetween rangegt rangegte rangelt rangelte after before',
  prefix: 'startswith startingwith $startswith',
  pattern: 'like ilike contains search endswith substring iregexp regexp $regex regex wherelike whereilike textsearch fts plfts notlike notilike icontains rlike ~ ~* $like $ilike has hassome hasevery arraycontains overlaps',
  null: 'isnull isnotnull wherenull wherenotnull $exists exists',
  flag: '',
  other: 'ne neq not notin notinarray != <> !== $ne $nin $not not.in notnull notbetween wherenot wherenotin wherenotbetween $size $all $elemmatch $mod $type isnot some every none',
};
const OPERATORS: ReadonlyMap<string, Operator> = new Map((Object.entries(WORDS) as [Operator, string][]).flatMap(([operator, words]) => words.split(' ').filter((word) => word !== '').map((word) => [word, operator] as const)));

/** What a word of any library compares by: `gt`, `$gt`, `MoreThan`, `whereIn`, `>=`. */
export function operatorOf(word: string): Operator | undefined {
  return OPERATORS.get(word.toLowerCase().replace(/\s+/g, '').replace(/^(?:or|and)(?=where)/, ''));
}

/** How parts of a condition are joined by a word; undefined for other words. */
export function joinOf(word: string): 'and' | 'or' | 'not' | undefined {
  const plain = word.toLowerCase().replace(/^\$/, '');
  if (plain === 'and' || plain === 'or') return plain;
  return plain === 'nor' || plain === 'not' ? 'not' : undefined;
}
