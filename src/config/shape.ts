import { z } from 'zod';
import type { KeyPath } from './document';

/** Names of the keys that the schema has at a path, for suggestions; empty where the path leads to no mapping. */
export function keysAt(schema: z.ZodType, path: KeyPath): readonly string[] {
  let here: z.ZodType | undefined = bare(schema);
  for (const step of path) {
    if (here instanceof z.ZodObject) here = bare((here.shape as Readonly<Record<string, z.ZodType>>)[String(step)]);
    else if (here instanceof z.ZodArray) here = bare(here.element as z.ZodType);
    else return [];
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

function bare(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema instanceof z.ZodOptional ? bare(schema.unwrap() as z.ZodType) : schema;
}
