import { API_ALIASES, MEMBER_PACKAGES, MODULE_ALIASES, WHOLE_PACKAGES } from '../facts/knowledge/propagation';

/** The one way that stands for several: `mysql2.createPool()` for `mysql2.createConnection()`. The prefix is canonical already. */
export function canonical(path: string): string {
  return Object.hasOwn(API_ALIASES, path) ? API_ALIASES[path] ?? path : path;
}

/** The package behind an import specifier: without `node:`, and under the name that the knowledge tables use. */
export function canonicalModule(specifier: string): string {
  const bare = specifier.replace(/^node:/, '').replace(/^(?:npm|jsr):\/?(@[^/]+\/[^/@]+|[^/@]+)(?:@[^/]+)?/, '$1');
  if (Object.hasOwn(MODULE_ALIASES, bare)) return MODULE_ALIASES[bare] ?? bare;
  const name = /^(@[^/]+\/[^/]+|[^/]+)\/./.exec(bare)?.[1];
  if (name === undefined) return bare;
  const member = /^(.*)\/([^/]+?)(?:\.[cm]?js)?$/.exec(bare);
  if (member?.[1] !== undefined && MEMBER_PACKAGES.has(member[1])) return `${MODULE_ALIASES[member[1]] ?? member[1]}.${member[2]}`;
  return WHOLE_PACKAGES.has(MODULE_ALIASES[name] ?? name) ? (MODULE_ALIASES[name] ?? name) : bare;
}

/** How many members and calls a way has. */
export function steps(path: string): number {
  let count = 0;
  for (let i = 0; i < path.length; i++) if (path[i] === '.' || path[i] === '(') count++;
  return count;
}
