import type { Column } from '../../facts/database';

/** Types of columns that hold a handful of values. */
const FLAG_TYPES = /^(?:bool(?:ean)?|bit|tinyint\(1\)|enum)$/;

/** Names of columns that hold a handful of values by their meaning, so that an index on them alone saves little. */
const FLAG_NAMES = /^(?:is|has|can|should|was)_?[A-Z_a-z]|^(?:status|state|type|kind|role|level|priority|severity|gender|sex|mode|enabled|disabled|active|deleted|archived|visible|public|private|published|verified|locked|pinned|starred|favou?rite|read|seen|done|completed|processed|success|failed|direction|visibility)$|_(?:status|state|type|kind|flag|role|level|mode)$|[a-z](?:Status|State|Type|Kind|Flag|Role|Level|Mode)$/;

/** Whether a column holds so few values that an index on it alone saves little. */
export function isFewValued(column: Column | undefined): boolean {
  return column === undefined || FLAG_TYPES.test(column.type ?? '') || FLAG_NAMES.test(column.name);
}

/** Tables that stay small by their meaning: settings, lookups, the bookkeeping of migrations. */
const SMALL = /(?:^|_)(?:settings?|configs?|configurations?|preferences|options|roles|permissions|countries|currencies|languages|locales|time_?zones|plans|statuses|types|kinds|features|feature_flags|flags|schema_versions?|schema_info|(?:schema_)?migrations?(?:_lock)?|db_version|versions?_info)$/i;

/** Whether a table stays small by its meaning. */
export function isSmallTable(name: string): boolean {
  return SMALL.test(name);
}
