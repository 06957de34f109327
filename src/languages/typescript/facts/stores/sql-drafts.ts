import type { Analysis } from '../../../../flow/analyse';
import type { Query } from '../../../../model/database';
import { readSqlText } from '../../../../sql/parse';
import { HOLE, type SqlText } from '../../../../sql/text';
import { isTime } from '../../../../facts/knowledge/personal-names';
import { memberAt } from '../query';
import { bindingsOf, type Binding } from './bindings';
import type { DeleteDraft, FieldDraft, WriteDraft } from './drafts';
import { sqlSites, type SqlSite } from './sql-sites';

/** What the statements of the code store, delete and read as a whole. */
export interface SqlDrafts {
  readonly writes: readonly WriteDraft[];
  readonly deletions: readonly DeleteDraft[];
  readonly wholeReads: readonly { readonly call: number; readonly table: string }[];
  readonly selected: readonly string[];
}

/** Reads the statements that the code sends. */
export function sqlDrafts(analysis: Analysis): SqlDrafts {
  const writes: WriteDraft[] = [];
  const deletions: DeleteDraft[] = [];
  const wholeReads: { call: number; table: string }[] = [];
  const selected: string[] = [];
  for (const site of sqlSites(analysis)) {
    for (const query of readSqlText(sqlText(site)).queries) {
      const [table] = query.writes;
      selected.push(...query.selected.map((use) => use.column), ...query.filters.map((filter) => filter.column));
      if (query.kind === 'delete') deletions.push(deletionOf(site, query));
      else if (query.kind !== 'select') writes.push({ call: site.call, to: 'database', operation: query.kind, records: [], fields: fieldsOf(analysis, site), ...(table !== undefined && { table }) });
      else if (query.selected.some((use) => use.column === '*') && query.tables[0] !== undefined) wholeReads.push({ call: site.call, table: query.tables[0] });
    }
  }
  return { writes, deletions, wholeReads, selected };
}

function sqlText(site: SqlSite): SqlText {
  const parts = site.text.split(HOLE);
  return { parts: parts.flatMap((part, index) => (index === 0 ? [part] : [{ hole: '' }, part])) };
}

function deletionOf(site: SqlSite, query: Query): DeleteDraft {
  const byTime = query.filters.some((filter) => filter.operator === 'range' && isTime(filter.column)) || /\b(?:created|updated|expires?|inserted|logged|last_\w+|timestamp|date|time|\w+_at)\w*\b[^;]{0,40}<|<[^;=]{0,40}\b(?:now|current_timestamp|datetime|strftime|date)\b/i.test(site.text);
  const [table] = query.writes;
  return { call: site.call, filters: query.filters.map((filter) => filter.column), byTime, ...(table !== undefined && { table }) };
}

function fieldsOf(analysis: Analysis, site: SqlSite): FieldDraft[] {
  return bindingsOf(site.text).map((binding) => {
    const node = nodeOf(analysis, site, binding);
    return { name: binding.column, functions: binding.functions, ...(node !== undefined && { node }) };
  });
}

function nodeOf(analysis: Analysis, site: SqlSite, binding: Binding): number | undefined {
  if (binding.hole !== undefined) return site.holes[binding.hole];
  if (binding.position !== undefined) return site.positional[binding.position];
  if (binding.name === undefined) return undefined;
  const { name } = binding;
  return site.named.map((object) => memberAt(analysis, object, name, `$${name}`, `:${name}`, `@${name}`)).find((member) => member !== undefined);
}
