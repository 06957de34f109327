import type { Expiry } from '../../../../facts/stores';
import { callLocation, fileOf } from '../../../../flow/program';
import { byPlace } from '../../../../model/location';
import type { CodeContext } from '../../context';
import { queryOf } from '../query';
import { chainOf, tableAt } from './chain';

/** Calls that let a key, a table or a bucket end by itself. */
const CALLS: readonly (readonly [RegExp, string])[] = [
  [/^(?:expire|expireat|pexpire|expireAt|pExpire|pexpireat)$/, 'the lifetime of a key'],
  [/^(?:UpdateTimeToLiveCommand|updateTimeToLive)$/, 'the time to live of a table'],
  [/^(?:PutBucketLifecycleConfigurationCommand|putBucketLifecycleConfiguration|setLifecycle|addLifecycleRule|setLifecycleRules)$/, 'a lifecycle rule'],
  [/^(?:setAlarm)$/, 'an alarm that ends the storage'],
];
/** Statements in migrations that let rows end. */
const IN_SQL = /\bcron\.schedule\b|\badd_retention_policy\b|\bdrop_chunks\b|\bpartman\b|\bcreate\s+event\b|\bdrop\s+partition\b/i;

/** What lets data end by itself, other than a deletion that the code runs. */
export function expiriesOf({ analysis, files }: CodeContext): Expiry[] {
  const { program, points } = analysis;
  const query = queryOf(analysis);
  const calls = program.calls.flatMap((call, index): Expiry[] => {
    if (!query.isProduct(index) || points.targets(index).length > 0) return [];
    const found = CALLS.find(([name]) => name.test(call.name));
    return found ? [{ location: callLocation(program, index), how: found[1] }] : [];
  });
  const indexes = program.stores.flatMap((store): Expiry[] => {
    if (store.prop !== 'expireAfterSeconds' && !(store.prop === 'expires' && isMongooseField(analysis, store.base))) return [];
    const file = fileOf(program, store.base);
    if (!file?.product) return [];
    const call = program.calls.findIndex((each) => each.args.includes(store.base));
    const collection = call < 0 ? undefined : chainOf(analysis, call).calls.find((each) => each.name === 'collection');
    const table = collection && tableAt(analysis, collection.args[0]);
    return [{ location: { path: file.path, line: store.at[0], column: store.at[1] }, how: 'a TTL index', ...(table !== undefined && { table }) }];
  });
  const inSql = files.flatMap((file): Expiry[] => (file.kind === 'product' || file.kind === 'script' ? (file.parts.database?.queries ?? []) : []).flatMap((each) => (each.text !== undefined && IN_SQL.test(each.text) ? [{ location: each.location, how: 'a job of the database', ...tableIn(each.text) }] : [])));
  return [...calls, ...indexes, ...inSql].sort((a, b) => byPlace(a.location, b.location));
}

function tableIn(text: string): { readonly table?: string } {
  const table = /\bdelete\s+from\s+["'`]?(?:\w+\.)?(\w+)/i.exec(text)?.[1] ?? /\b(?:add_retention_policy|drop_chunks)\s*\(\s*'(\w+)'/i.exec(text)?.[1];
  return table === undefined ? {} : { table };
}

/** `{ type: Date, expires: '30d' }` in a schema of mongoose. */
function isMongooseField({ program }: CodeContext['analysis'], base: number): boolean {
  const file = fileOf(program, base);
  return (file?.flow.imports.includes('mongoose') ?? false) && (program.initStores.get(base) ?? []).some((store) => store.prop === 'type' || store.prop === 'default');
}
