import type { TraitSignals } from '../../../facts/traits';
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
  return {
    tools, 'tools-or-routes': [...tools, ...others],
    'mcp-server': [...tools, ...others, ...made(analysis, SERVER, 'An MCP server is made here.')],
    stdio: made(analysis, STDIO, 'The server speaks MCP over standard input and output here.'),
    sql,
  };
}

const SERVER = /^(@modelcontextprotocol\/.*\.(McpServer|Server)|fastmcp\.FastMCP|mcp-framework\.MCPServer|mcp-handler(\.createMcpHandler)?|agents\/mcp\.McpAgent|litemcp\.LiteMCP)$/;
const STDIO = /^@modelcontextprotocol\/.*\.(StdioServerTransport|serveStdio)$/;

function made({ program, points }: CodeContext['analysis'], api: RegExp, note: string): Evidence[] {
  return program.calls.flatMap((_, index) => {
    if (!fileOfCall(program, index)?.product || !points.apis(index).some((path) => api.test(path))) return [];
    return [seenAt(callLocation(program, index), note)];
  });
}
