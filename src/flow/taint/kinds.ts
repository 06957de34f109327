import { FLOW_KIND_IDS, type FlowKind } from '../../model/flow-kind';

/** A set of finding kinds, as bits: what a tainted value can still cause. */
export type KindMask = number;

/** Of path traversal: climbing out of a folder by `..`. */
export const DOTS: KindMask = bitOf('path-traversal');
/** Of path traversal: a path that begins at the root, and needs no folder. */
export const ABSOLUTE: KindMask = 1 << 28;
/** Of path traversal: dots that a test does not see, since they are written with percent signs. */
export const ENCODED: KindMask = 1 << 29;

/** Of command injection: an address whose scheme decides which program of the system opens it. */
export const SCHEME: KindMask = 1 << 30;

/** Every kind that an untrusted value can cause; sensitive data is followed by itself. */
export const ALL_KINDS: KindMask = FLOW_KIND_IDS.reduce((mask, kind) => (kind === 'sensitive-data-logged' ? mask : mask | bitOf(kind)), ABSOLUTE | ENCODED | SCHEME);

/** The bit of one kind. */
export function bitOf(kind: FlowKind): KindMask {
  return 1 << FLOW_KIND_IDS.indexOf(kind);
}

/** The bits of several kinds; names that are no kind are refused, since tables are written by hand. */
export function maskOf(kinds: readonly string[]): KindMask {
  return kinds.reduce((mask, kind) => {
    const index = (FLOW_KIND_IDS as readonly string[]).indexOf(kind);
    if (index === -1) throw new Error(`No finding kind is called ${kind}.`);
    return mask | (1 << index) | (kind === 'path-traversal' ? ABSOLUTE | ENCODED : 0) | (kind === 'command-injection' ? SCHEME : 0);
  }, 0);
}
