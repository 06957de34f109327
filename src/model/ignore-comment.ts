/** A comment that silences findings on its line or the next. */
export interface IgnoreComment {
  readonly line: number;
  /** Line whose findings it silences. */
  readonly target: number;
  readonly kind: string;
  readonly reason: string;
}
