/**
 * How a function that is not part of the program moves values around. Places:
 * `this` the receiver, `arg0`…`arg9`, `args` any argument, `rest1` any argument from the second on, `result`;
 * `.name`, `.[]` (an element) and `.*` (any member) behind a place go into it; `arg0(1)` is the second parameter of the
 * function given as first argument, `arg0()` what that function returns, `last(0)` that of the last argument.
 */
export interface Model {
  /** `from -> to` where the value itself arrives; also types and functions travel along. */
  readonly values?: readonly string[];
  /** `from -> to` where something made of the value arrives: as tainted, but another value. */
  readonly taints?: readonly string[];
  /** The result is a new object or list of its own. */
  readonly makes?: 'object' | 'list';
  /** The result is a path in normal form, with `..` resolved. */
  readonly normalises?: true;
  /** Finding kinds that what arrives at the result can no longer cause. */
  readonly clears?: readonly string[];
}
