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

/** Of cross-site scripting: an address that begins with `javascript:`. The kind's own bit is markup. */
export const SCRIPT_ADDRESS: KindMask = 1 << 27;
/** Of open redirects: an address that begins with two slashes, and one in which the second is a backslash. The kind's own bit is one with a scheme. */
export const SLASHES: KindMask = 1 << 26;
export const BACKSLASH: KindMask = 1 << 25;

/** Bits that a kind has besides its own: ways in which it can come about, each with tests of its own. */
const WAYS: Readonly<Partial<Record<string, KindMask>>> = { 'path-traversal': ABSOLUTE | ENCODED, 'command-injection': SCHEME, xss: SCRIPT_ADDRESS, 'open-redirect': SLASHES | BACKSLASH };

/** Every kind that an untrusted value can cause; sensitive data is followed by itself. */
export const ALL_KINDS: KindMask = FLOW_KIND_IDS.reduce((mask, kind) => (kind === 'sensitive-data-logged' ? mask : mask | bitOf(kind) | (WAYS[kind] ?? 0)), 0);

/** The bit of one kind. */
export function bitOf(kind: FlowKind): KindMask {
  return 1 << FLOW_KIND_IDS.indexOf(kind);
}

/** The bits of several kinds; names that are no kind are refused, since tables are written by hand. */
export function maskOf(kinds: readonly string[]): KindMask {
  return kinds.reduce((mask, kind) => {
    const index = (FLOW_KIND_IDS as readonly string[]).indexOf(kind);
    if (index === -1) throw new Error(`No finding kind is called ${kind}.`);
    return mask | (1 << index) | (WAYS[kind] ?? 0);
  }, 0);
}
