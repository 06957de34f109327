import type { SinkRule } from '../rules';

const NOTE = 'the text of an SQL statement';
const sql = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'sql-injection', note: NOTE });

const TYPEORM_TEXTS = '{where,andWhere,orWhere,having,andHaving,orHaving,orderBy,addOrderBy,groupBy,addGroupBy,select,addSelect,from,addFrom}';
const RAW_BUILDERS = '{raw,whereRaw,andWhereRaw,orWhereRaw,havingRaw,andHavingRaw,orHavingRaw,orderByRaw,groupByRaw,joinRaw,fromRaw,selectRaw,onRaw}';

/** Statements, and parts of statements, that a database is given as text. */
export const SQL_SINKS: readonly SinkRule[] = [
  // PostgreSQL. Values that go into a tagged template are bound, and only the text is argument 0.
  sql(['pg..query', 'pg.Client().query', 'pg.Query', 'pg-cursor', 'pg-query-stream', 'pg.Cursor'], 'arg0', 'arg0.text'),
  sql(['postgres()..unsafe'], 'arg0'),
  sql(['pg-promise..{any,one,none,many,oneOrNone,manyOrNone,query,result,multi,multiResult,each,map,stream,func}', 'pg-promise.IDatabase()..{any,one,none,many,oneOrNone,manyOrNone,query,result,multi}'], 'arg0', 'arg0.text', 'arg0.query'),
  // `$1:raw`, `$1^` and `$1:value` put a value in as it is.
  { ...sql(['pg-promise..{any,one,none,many,oneOrNone,manyOrNone,query,result,multi,map,each}'], 'arg1', 'arg1.[]'), when: [{ place: 'arg0', matches: /\$(?:\d+|[{(</[]\s*\w+)(?:\^|#|:raw|:value)/ }] },
  sql(['@neondatabase/serverless..query', '@neondatabase/serverless.neon()', '@neondatabase/serverless.neon().unsafe'], 'arg0', 'arg0.text'),
  sql(['@vercel/postgres..query'], 'arg0', 'arg0.text'),
  sql(['@electric-sql/pglite..{query,exec}'], 'arg0'),
  sql(['slonik..{query,any,anyFirst,one,oneFirst,many,manyFirst,maybeOne,maybeOneFirst,exists,stream}'], 'arg0.sql'),
  sql(['slonik.sql.raw', 'slonik-sql-tag-raw.{raw,sql}', '@databases/pg.sql.__dangerous__rawValue', '@databases/sql.__dangerous__rawValue', '@databases/mysql.sql.__dangerous__rawValue', '@databases/sqlite.sql.__dangerous__rawValue', 'sql-template-tag.raw', 'sql-template-strings()..append', 'sql-template-strings.SQL()..append'], 'arg0'),
  // Salesforce, which has a language of its own for queries and one for searches.
  sql(['jsforce..{query,queryAll,search,autoFetchQuery}'], 'arg0'),
  // MySQL and MariaDB.
  sql(['mysql2..{query,execute,prepare,batch,queryStream}', 'mysql2.createConnection().{query,execute}'], 'arg0', 'arg0.sql'),
  sql(['@planetscale/database..execute', '@tidbcloud/serverless..execute'], 'arg0'),
  // SQLite and its relatives.
  sql(['better-sqlite3..{prepare,exec,pragma}', 'libsql..{prepare,exec}'], 'arg0'),
  sql(['sqlite.DatabaseSync().{prepare,exec}'], 'arg0'),
  { ...sql(['sqlite..{run,get,all,each,exec,prepare}', 'sqlite3..{run,get,all,each,exec,prepare}', 'promised-sqlite3..{run,get,all,each,exec,prepare}'], 'arg0', 'arg0.sql'), notBehind: ['prepare'] },
  sql(['bun:sqlite..{query,prepare,run,exec}', 'Bun.SQL()..unsafe', 'bun.sql.unsafe', 'bun.SQL()..unsafe', 'sql.js().Database().{run,exec,prepare,each}', 'sql.js.Database().{run,exec,prepare,each}', '@sqlite.org/sqlite-wasm..exec', 'expo-sqlite..{execAsync,runAsync,getAllAsync,getFirstAsync,getEachAsync,prepareAsync,execSync,runSync,getAllSync,getFirstSync,prepareSync}'], 'arg0'),
  sql(['@libsql/client..{execute,executeMultiple}'], 'arg0', 'arg0.sql'),
  sql(['@libsql/client..{batch,migrate}'], 'arg0.[]', 'arg0.[].sql'),
  sql(['D1Database()..{prepare,exec}', 'cloudflare.Env()..prepare', 'cloudflare.Env()..exec', 'hono.Context().env..{prepare,exec}', 'cloudflare.DurableObjectState().storage.sql.exec', 'DurableObjectState().storage.sql.exec', 'cloudflare:workers.DurableObject().ctx.storage.sql.exec', 'cloudflare.SqlStorage().exec'], 'arg0'),
  // Others.
  sql(['mssql..{query,batch}', 'tedious.Request', 'msnodesqlv8..{query,queryRaw}', 'odbc..{query,prepare}', 'ibm_db..{query,querySync,prepare,prepareSync}', 'node-firebird..{query,execute}', '@sap/hana-client..{exec,execute,prepare}', 'hdb..{exec,prepare}'], 'arg0'),
  sql(['oracledb..{execute,executeMany,queryStream}'], 'arg0'),
  { ...sql(['duckdb..{run,all,each,exec,prepare,stream,arrowIPCAll}', 'duckdb-async..{run,all,each,exec,prepare,stream}', '@duckdb/node-api..{run,runAndRead,runAndReadAll,runAndReadUntil,stream,streamAndRead,streamAndReadAll,streamAndReadUntil,prepare,extractStatements,start}', '@duckdb/duckdb-wasm..{query,send,prepare}'], 'arg0'), notBehind: ['prepare'] },
  sql(['@google-cloud/bigquery..{query,createQueryJob,createQueryStream}'], 'arg0', 'arg0.query'),
  sql(['@google-cloud/spanner..{run,executeSql,runStream,runUpdate,runPartitionedUpdate}'], 'arg0', 'arg0.sql'),
  sql(['snowflake-sdk..execute'], 'arg0.sqlText'),
  sql(['@clickhouse/client..{query,command,exec}'], 'arg0.query'),
  sql(['clickhouse.ClickHouse().query', '@databricks/sql..executeStatement', 'trino-client..query', 'presto-client..execute', 'alasql', 'alasql.{exec,promise}', 'vertica-nodejs..query', 'exasol-driver..query'], 'arg0', 'arg0.query', 'arg0.text'),
  sql(['@aws-sdk/client-athena.StartQueryExecutionCommand'], 'arg0.QueryString'),
  sql(['@aws-sdk/client-redshift-data.{ExecuteStatementCommand,BatchExecuteStatementCommand}'], 'arg0.Sql', 'arg0.Sqls.[]'),
  sql(['@aws-sdk/client-rds-data.{ExecuteStatementCommand,BatchExecuteStatementCommand,ExecuteSqlCommand}'], 'arg0.sql', 'arg0.sqlStatements'),
  sql(['@aws-sdk/client-timestream-query.QueryCommand'], 'arg0.QueryString'),
  sql(['@aws-sdk/client-dynamodb.ExecuteStatementCommand', '@aws-sdk/lib-dynamodb.ExecuteStatementCommand'], 'arg0.Statement'),
  { ...sql(['neo4j-driver..{run,executeQuery}', 'neo4j-driver-core..run'], 'arg0', 'arg0.text'), note: 'the text of a Cypher statement' },
  { ...sql(['falkordb..{query,roQuery}', 'redisgraph.js..query'], 'arg0'), note: 'the text of a Cypher statement' },
  { ...sql(['arangojs..query', 'gremlin..submit', 'surrealdb..query', 'surrealdb.js..query', 'orientjs..query', 'couchbase..query', '@azure/cosmos..query', '@elastic/elasticsearch.Client().sql.query'], 'arg0', 'arg0.query'), note: 'the text of a query' },
  { ...sql(['cassandra-driver..{execute,eachRow,stream}', '@datastax/cassandra-driver..execute'], 'arg0'), note: 'the text of a CQL statement' },
  { ...sql(['cassandra-driver..batch'], 'arg0.[]', 'arg0.[].query'), note: 'the text of a CQL statement' },
  { ...sql(['influx..{query,queryRaw}', '@influxdata/influxdb-client..{queryRows,queryRaw,queryLines,collectRows,iterateRows}', '@influxdata/influxdb3-client..{query,queryPoints}'], 'arg0'), note: 'the text of a query' },
  // Query builders: only what takes text as it is. Names and values that they take otherwise are quoted or bound.
  sql([`knex..${RAW_BUILDERS}`, `objection..${RAW_BUILDERS}`, 'bookshelf..raw'], 'arg0'),
  sql(['drizzle-orm.sql.raw', 'drizzle-orm.drizzle()..{execute,run,all,get,values}'], 'arg0'),
  sql(['kysely.sql.{raw,lit}', 'kysely.CompiledQuery.raw'], 'arg0'),
  sql(['typeorm..query', '@nestjs/typeorm..query'], 'arg0'),
  sql([`typeorm..${TYPEORM_TEXTS}`], 'arg0'),
  sql(['typeorm..{leftJoin,innerJoin,leftJoinAndSelect,innerJoinAndSelect,leftJoinAndMapOne,leftJoinAndMapMany}'], 'arg0', 'arg2'),
  sql(['typeorm.Raw'], 'arg0', 'arg0()'),
  sql(['sequelize..query'], 'arg0', 'arg0.query'),
  sql(['sequelize..literal'], 'arg0'),
  sql(['@mikro-orm/core..execute', '@mikro-orm/core.raw', '@mikro-orm/postgresql..execute', '@mikro-orm/mysql..execute', '@mikro-orm/sqlite..execute', '@mikro-orm/knex..execute', '@mikro-orm/postgresql.raw', '@mikro-orm/mysql.raw', '@mikro-orm/sqlite.raw', '@mikro-orm/knex.raw'], 'arg0'),
  sql(['@prisma/client..{$queryRawUnsafe,$executeRawUnsafe}', '@prisma/client.Prisma.raw'], 'arg0'),
  sql(['massive..{query,run}', 'waterline..sendNativeQuery', 'sails..sendNativeQuery', 'zapatos/db.raw', 'squel.{rstr,str}', 'node-sql-parser.exec', 'sql-bricks.sql', '@adonisjs/lucid/services/db.rawQuery', '@adonisjs/lucid/services/db..rawQuery'], 'arg0'),
  { api: ['@supabase/supabase-js..rpc'], places: ['arg1.sql', 'arg1.query', 'arg1.sql_query', 'arg1.query_text', 'arg1.statement', 'arg1.sql_text', 'arg1.sql_string'], kind: 'sql-injection', note: NOTE, when: [{ place: 'arg0', matches: /(?:^|_)(?:exec|execute|run|raw)(?:_raw|_readonly)?_?(?:sql|query)(?:_|$)/i }] },
  { api: ['@supabase/supabase-js..or', '@supabase/postgrest-js..or', '@supabase/supabase-js..and'], places: ['arg0'], kind: 'sql-injection', note: 'a filter expression, in which commas and brackets add conditions', warn: true },
  // Names that say it, on receivers that nothing is known of.
  { ...sql([], 'arg0'), method: ['$queryRawUnsafe', '$executeRawUnsafe', 'whereRaw', 'andWhereRaw', 'orWhereRaw', 'havingRaw', 'orHavingRaw', 'orderByRaw', 'groupByRaw', 'joinRaw', 'fromRaw', 'selectRaw', 'executeSql', 'sendNativeQuery', 'executeRawSql', 'execRawSql', 'queryRawUnsafe', 'executeRawUnsafe'] },
];
