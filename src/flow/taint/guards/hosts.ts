/** Functions that tell addresses of the inside of a network, and names that must not be asked for. */
export const INSIDE = /private|internal|loopback|reserved|link_?local|local_?(host|ip|addr|network)|blocked|bogon|restricted|forbidden|disallowed|denied|non_?public|metadata/i;
/** A pattern of a host: a fixed name up to the end, alone or behind a dot. */
const FIXED_HOST = /^(?:\^(?:\((?:\?:)?[^()|]*\\\.\)[?*+]?|[^()|^$]*\\\.)?|\\\.)[\w-]+(?:\\\.[\w-]+)+\$$/;

/** Whether a pattern matches hosts of one fixed name alone. */
export function tellsFixedHost(source: string): boolean {
  return FIXED_HOST.test(source);
}

/** Whether prefixes or patterns name addresses of the inside of a network: at least two of its ranges. */
export function namesInside(patterns: readonly string[]): boolean {
  const text = patterns.join(' ').replace(/\\/g, '');
  return [/\b10\./, /\b192\.168/, /\b172\./, /\b127\./, /\b169\.254/].filter((range) => range.test(text)).length > 1;
}
