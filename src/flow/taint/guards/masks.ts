import { bitOf, DOTS, maskOf } from '../kinds';

/** Kinds that a path decides. */
export const PATHS = maskOf(['path-traversal', 'zip-slip']);
/** Climbing by `..`; a path that begins at the root needs none. */
export const CLIMBING = DOTS | bitOf('zip-slip');
/** Kinds that the host of a URL decides. */
export const HOSTS = maskOf(['ssrf', 'open-redirect']);
/** Kinds that a leading dash decides. */
export const OPTIONS = maskOf(['argument-injection']);
/** Kinds that the name of a member decides. */
export const POLLUTION = maskOf(['prototype-pollution']);
