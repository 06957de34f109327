import type { TraitSignals } from '../../../facts/traits';
import { answersByHand } from '../../../flow/entries/raw';
import { callLocation, fileOfCall } from '../../../flow/program';
import { seenAt, type Evidence } from '../../../model/evidence';
import type { CodeContext } from '../context';

/** Traits that entry points, transports and statements show. */
export function serverSignals({ analysis }: CodeContext): TraitSignals {
  const tools = analysis.entries.filter((entry) => entry.kind === 'tool' || entry.kind === 'dispatch')
    .map((entry) => seenAt(entry.location, entry.name === '' ? 'Calls of tools are handled here.' : `The tool \`${entry.name}\` is registered here.`));
  const others = analysis.entries.filter((entry) => entry.kind === 'resource' || entry.kind === 'prompt')
    .map((entry) => seenAt(entry.location, `The ${entry.kind} \`${entry.name}\` is registered here.`));
  const sql = analysis.sinks.filter((sink) => sink.kind === 'sql-injection' && sink.call >= 0)
    .map((sink) => seenAt(callLocation(analysis.program, sink.call), 'SQL is sent to a database here.'));
  const clients = made(analysis, SQL_CLIENT, 'A client of an SQL database, or a builder of statements, is used here.');
  const byHand = answersByHand(analysis.program);
  return {
    tools, 'tools-or-routes': [...tools, ...others],
    'mcp-server': [...tools, ...others, ...made(analysis, SERVER, 'An MCP server is made here.')],
    stdio: [...made(analysis, STDIO, SPEAKS_STDIO), ...(byHand ? made(analysis, READS_STDIN, SPEAKS_STDIO) : [])],
    sql: [...sql, ...clients],
  };
}

const SERVER = /^(@modelcontextprotocol\/.*\.(McpServer|Server)|fastmcp\.FastMCP|mcp-framework\.MCPServer|mcp-handler(\.createMcpHandler)?|agents\/mcp\.McpAgent|litemcp\.LiteMCP)$/;
/** Tagged templates and query builders send SQL without a text that a caller could change. */
const SQL_CLIENT = /^(pg|postgres|pg-promise|slonik|mysql|mysql2|mariadb|better-sqlite3|sqlite3|sqlite|sql\.js|mssql|tedious|oracledb|knex|kysely|drizzle-orm|typeorm|sequelize|sequelize-typescript|objection|bookshelf|snowflake-sdk|duckdb|postgresql-client|@(libsql\/client|neondatabase\/serverless|vercel\/postgres|planetscale\/database|prisma\/client|duckdb\/node-api|google-cloud\/bigquery|clickhouse\/client|electric-sql\/pglite|databricks\/sql|mikro-orm\/[\w-]+)|(node|bun):sqlite)([./(]|$)/;
const SPEAKS_STDIO = 'The server speaks MCP over standard input and output here.';
/** How a server without an SDK reads its messages. */
const READS_STDIN = /^(?:readline\.createInterface|process\.stdin\.(?:on|once|addListener|pipe))$/;
const STDIO = /^@modelcontextprotocol\/.*\.(StdioServerTransport|serveStdio)$/;

function made({ program, points }: CodeContext['analysis'], api: RegExp, note: string): Evidence[] {
  return program.calls.flatMap((_, index) => {
    if (!fileOfCall(program, index)?.product || !points.apis(index).some((path) => api.test(path))) return [];
    return [seenAt(callLocation(program, index), note)];
  });
}
