import { parse, TomlError } from 'smol-toml';
import { objectOf, type JsonObject } from './values';

/** Parses TOML 1.0. Throws with the line alone: the parser's own message quotes the text around it. */
export function readToml(text: string): JsonObject {
  try {
    return objectOf(parse(text));
  } catch (error) {
    throw error instanceof TomlError ? new Error(`It is no valid TOML: line ${error.line}.`) : error;
  }
}
