import { API_ALIASES, MODULE_ALIASES } from '../facts/knowledge/propagation';

/** The one way that stands for several: `mysql2.createPool()` for `mysql2.createConnection()`. The prefix is canonical already. */
export function canonical(path: string): string {
  return API_ALIASES[path] ?? path;
}

/** The package behind an import specifier: without `node:`, and under the name that the knowledge tables use. */
export function canonicalModule(specifier: string): string {
  const bare = specifier.startsWith('node:') ? specifier.slice(5) : specifier;
  return MODULE_ALIASES[bare] ?? bare;
}

/** How many members and calls a way has. */
export function steps(path: string): number {
  let count = 0;
  for (let i = 0; i < path.length; i++) if (path[i] === '.' || path[i] === '(') count++;
  return count;
}
