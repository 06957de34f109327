/** Careful looks into values that were parsed from a repository's files: nothing is what it should be until checked. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** The value as an object; an empty one when it is anything else. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a text of at most `max` characters; undefined when it is none or empty. */
export function textOf(value: unknown, max = 2000): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, max) : undefined;
}

/** A scalar as a text; undefined for null, lists and objects. */
export function scalarOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).slice(0, 20_000) : undefined;
}

/** The value as a list; one value that is no list is a list of one. */
export function listOf(value: unknown): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value as Json];
}

/** Texts and numbers of a list, as texts. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((item) => (typeof item === 'string' || typeof item === 'number' ? [String(item).slice(0, 2000)] : []));
}

/** The value as a whole number from 0 on, from a number or its digits. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  return number !== undefined && Number.isInteger(number) && number >= 0 ? number : undefined;
}

/** Every object within a value with the keys that lead to it, outermost first; bounded in depth and number. */
export function* objectsIn(value: unknown, keys: readonly string[] = [], budget = { left: 5000 }): Generator<{ readonly keys: readonly string[]; readonly value: JsonObject }> {
  if (keys.length > 30 || budget.left-- <= 0) return;
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* objectsIn(item, [...keys, String(index)], budget);
  else if (isObject(value)) {
    yield { keys, value };
    for (const [key, item] of Object.entries(value)) yield* objectsIn(item, [...keys, key], budget);
  }
}
