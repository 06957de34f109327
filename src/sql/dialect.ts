import type { Dialect } from '../model/database';

type SqlDialect = Exclude<Dialect, 'mongodb'>;

/** What only one family writes (2), or one family mostly (1). */
const SIGNS: readonly (readonly [SqlDialect, 1 | 2, RegExp])[] = [
  ['postgresql', 2, /\b(?:big|small)?serial\b|\bjsonb\b|\btimestamptz\b|\bilike\b|\bplpgsql\b|\bgen_random_uuid\b|\bcreate\s+extension\b|\bpg_(?:catalog|trgm|class|stat)\w*|\busing\s+(?:gin|gist|brin|btree|hnsw|ivfflat)\b|\bconcurrently\b|\bdistinct\s+on\b|\btsvector\b|\bto_tsquery\b|\bbytea\b/i],
  ['postgresql', 2, /\$\d+\b|::\s*[a-z"]|\bcreate\s+type\b|\b(?:text|int|integer|uuid|varchar)\s*\[\]|\bowner\s+to\b|\bunnest\s*\(|=\s*any\s*\(|\bdo\s+\$\$/i],
  ['postgresql', 1, /\bpublic\.|\buuid\b|\bwith\s+time\s+zone\b|\bnow\s*\(\s*\)\s*[-+]\s*interval\s*'|\bgenerated\s+(?:always|by\s+default)\s+as\s+identity\b/i],
  ['mysql', 2, /\bauto_increment\b|\bengine\s*=|\bunsigned\b|\bon\s+duplicate\s+key\b|^\s*delimiter\s|\b(?:medium|long|tiny)(?:text|blob|int)\b|\bdefault\s+charset\b|\bcharacter\s+set\b|\bon\s+update\s+current_timestamp\b|\blast_insert_id\b|\block\s+tables\b|\bshow\s+(?:full\s+)?(?:tables|columns|databases|create\s+table)\b|\bfulltext\s+(?:key|index)\b/im],
  ['mysql', 1, /`[\w$]+`|^\s*#/m],
  ['sqlite', 2, /\bautoincrement\b|\bpragma\b|\bwithout\s+rowid\b|\binsert\s+or\s+(?:ignore|replace|abort|rollback|fail)\b|\bfts[345]\b|\bsqlite_(?:master|schema|sequence)\b|\bstrftime\s*\(|\b(?:date)?time\s*\(\s*'now'|\bjulianday\b|\bunixepoch\b|\bglob\b|\bcreate\s+virtual\s+table\b|\bindexed\s+by\b/i],
  ['sqlite', 1, /\binteger\s+primary\s+key\b|\bjson_extract\s*\(|\browid\b/i],
  ['mssql', 2, /\bnvarchar\b|\bidentity\s*\(\s*\d|\bgetdate\s*\(|\[dbo\]|\bselect\s+top\s|\buniqueidentifier\b|\bdatetime2\b|^\s*go\s*$|\bnonclustered\b/im],
];

/** The family that a text is written for, told by what only that family writes; undefined when nothing tells. */
export function detectDialect(text: string): SqlDialect | undefined {
  const sample = text.slice(0, 200_000);
  const scores = new Map<SqlDialect, number>();
  for (const [dialect, weight, sign] of SIGNS) if (sign.test(sample)) scores.set(dialect, (scores.get(dialect) ?? 0) + weight);
  const ranked = [...scores].sort((a, b) => b[1] - a[1]);
  const [first, second] = ranked;
  return first && first[1] >= 2 && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
}
