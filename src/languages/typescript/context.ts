import type { FileFacts } from '../../facts/file-facts';
import type { Analysis } from '../../flow/analyse';
import type { Gap } from '../../model/seen';

/** What facts about code are made from: the analysed program, and the files around it. */
export interface CodeContext {
  readonly analysis: Analysis;
  /** Every file of the revision, with what was read of each. */
  readonly files: readonly FileFacts[];
  /** Paths of product code: what the package runs, and not its tests, examples or tools. */
  readonly product: ReadonlySet<string>;
  /** Product code that could not be read whole. */
  readonly gaps: readonly Gap[];
}
