import type { Rule } from 'eslint';

/** Limits the number of decisions in a function; the only option is `max`. */
export declare const branches: Rule.RuleModule;
