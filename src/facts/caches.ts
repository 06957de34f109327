import type { Location } from '../model/location';

/** Something that the program keeps answers in. */
export interface CacheFact {
  /** Of the first write, or of the call that makes it. */
  readonly location: Location;
  /** A package, or the name of a map. */
  readonly name: string;
  readonly kind: 'library' | 'map';
  /** Everything that is written ends after a time. */
  readonly lifetime: boolean;
  /** The first write without a lifetime. */
  readonly endless?: Location;
  /** Something deletes from it. */
  readonly deletes: boolean;
  /** There is a limit to how much it holds, or to how many keys there are. */
  readonly bounded: boolean;
  /** A parameter that names the caller, that what is kept depends on, and that the key leaves out. */
  readonly leavesOut?: string;
}
