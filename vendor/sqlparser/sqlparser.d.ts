/** The version of the package that this is made from. */
export const version: string;

/**
 * A fresh instance of the parser: dialect and text in, the syntax trees of all statements as JSON out. It throws a
 * string or an Error with the place (`… at Line: 1, Column: 7`) on text that it cannot read. After any other error
 * (a stack overflow, a trap) the instance is broken and must be thrown away.
 */
export function instantiate(): (dialect: string, sql: string) => string;
