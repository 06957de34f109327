import { seen, type Gap } from '../model/seen';
import type { ControlSettings, FlowModels } from '../model/settings';
import type { Facts } from './facts';
import type { FileFacts } from './file-facts';
import { mergeTraits, type Searched } from './merge-traits';
import type { TraitSignals } from './traits';

/** What linking needs to know besides the files. */
export interface LinkOptions {
  /** Folder of the package that is judged, without a trailing slash; empty for the root. */
  readonly directory: string;
  /** What the configuration adds to the knowledge of the data flow. */
  readonly models: FlowModels;
  /** Every file counts as code that the package runs, and values of all strangers are followed. */
  readonly allFiles?: boolean;
}

/** Facts that linking makes, from code, documents or both. Traits are joined from signals, settings are given. */
export type LinkedFacts = Omit<Facts, 'traits' | 'settings'>;

/** What the modules that link have found. */
export interface Linked {
  readonly facts: LinkedFacts;
  /** What each of them saw of traits. */
  readonly signals: readonly TraitSignals[];
}

/** Joins what was linked, the settings and the traits into the facts of one revision. */
export function assembleFacts(files: readonly FileFacts[], { facts, signals }: Linked, settings: ControlSettings): Facts {
  return { ...facts, settings: seen(settings), traits: seen(mergeTraits(signals, amountOf(files)), gapsOf(files)) };
}

const SOURCE = /\.[cm]?[jt]sx?$/;

function amountOf(files: readonly FileFacts[]): Searched {
  const read = files.filter((file) => Object.keys(file.parts).length > 0);
  const source = read.filter((file) => SOURCE.test(file.path) && file.kind === 'product').length;
  return { source, other: read.filter((file) => !SOURCE.test(file.path)).length };
}

/** Files that are read for credentials alone, and can show no other trait. */
const DATA = /\.(x?html?|css|svg|map|txt|csv|tsv|lock|log|xml|ipynb|snap)$|(^|\/)(?!package\.json$)[^/]*-lock\.json$/i;

/** Product files that could not be read may show any trait. */
function gapsOf(files: readonly FileFacts[]): readonly Gap[] {
  return files.filter((file) => file.kind === 'product' && !DATA.test(file.path)).flatMap((file) => file.gaps);
}
