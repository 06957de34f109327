import { snake } from '../../../../facts/knowledge/personal-names';
import type { Analysis } from '../../../../flow/analyse';
import { fileOf } from '../../../../flow/program';
import { protectionOf, type Protected } from './protection';

const known = new WeakMap<Analysis, Map<string, Protected | undefined>>();

/** What a hook makes of a field before it is stored: `this.password = await hash(this.password)` before each save. */
export function hookProtection(analysis: Analysis, field: string): Protected | undefined {
  const fields = known.get(analysis) ?? new Map<string, Protected | undefined>();
  known.set(analysis, fields);
  const name = snake(field);
  if (!fields.has(name)) fields.set(name, search(analysis, name));
  return fields.get(name);
}

function search(analysis: Analysis, name: string): Protected | undefined {
  const { program } = analysis;
  for (const store of program.stores) {
    if (store.init || snake(store.prop) !== name || !fileOf(program, store.base)?.product) continue;
    const found = protectionOf(analysis, { name, node: store.from, functions: [] });
    if (found.protection !== 'plain' && found.protection !== 'fixed') return found;
  }
  return undefined;
}
