import type { Dialect } from '../model/database';
import type { Token } from './tokens';

/**
 * What is kept from the parser because it would take too long over it. Measured: two of its dialects take time that
 * doubles with each level of nested function calls, one with each INTERVAL in a row, and a chain of operators costs
 * the square of its length.
 */
const MAX_TOKENS = 20_000;
const MAX_CHAIN = 400;
const MAX_CALL_COST = 8_192;
const MAX_INTERVALS = 8;

/** Dialects whose time doubles with each nested call. */
const DOUBLING = new Set(['postgresql', 'mssql']);

/** Why a statement is not given to the parser at all, if it is not. */
export function refusal(tokens: readonly Token[]): string | undefined {
  if (tokens.length > MAX_TOKENS) return `A statement of more than ${MAX_TOKENS} words is not read.`;
  if (longestChain(tokens) > MAX_CHAIN) return `An expression of more than ${MAX_CHAIN} operators is not read.`;
  return longestRun(tokens, 'interval') > MAX_INTERVALS ? 'It repeats a word too often to be read.' : undefined;
}

/** The parser's dialects in the order in which they are tried. */
export function dialectsFor(tokens: readonly Token[], hint: Dialect | undefined): readonly string[] {
  const all = ['postgresql', 'sqlite', 'mysql', 'generic', 'mssql'];
  const order = hint === undefined || hint === 'mongodb' ? all : [hint, ...all.filter((name) => name !== hint)];
  return callCost(tokens) > MAX_CALL_COST ? order.filter((name) => !DOUBLING.has(name)) : order;
}

/** The sum over all calls of two to the power of their depth. */
function callCost(tokens: readonly Token[]): number {
  const calls: boolean[] = [];
  let depth = 0;
  let cost = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.text === '(') {
      const before = tokens[i - 1];
      const call = before?.kind === 'word' || before?.kind === 'quoted' || before?.kind === 'hole';
      calls.push(call);
      if (call) cost += 2 ** Math.min(++depth, 60);
    } else if (token.text === ')' && calls.pop() === true) depth--;
  }
  return cost;
}

const OPERATOR = /^(?:and|or|like|[-+*/%|<>=&^]|::)$/i;

/** The most operators between two commas. */
function longestChain(tokens: readonly Token[]): number {
  let longest = 0;
  let chain = 0;
  for (const token of tokens) {
    if (token.text === ',') chain = 0;
    else if (OPERATOR.test(token.text)) longest = Math.max(longest, ++chain);
  }
  return longest;
}

function longestRun(tokens: readonly Token[], word: string): number {
  let longest = 0;
  let run = 0;
  for (const token of tokens) {
    run = token.text.toLowerCase() === word ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
