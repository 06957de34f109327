/** Packages by which a TypeScript or JavaScript program becomes an MCP server, both lines of the official SDK among them. */
export const MCP_SDK_PACKAGES: ReadonlySet<string> = new Set([
  '@modelcontextprotocol/sdk', '@modelcontextprotocol/server', '@modelcontextprotocol/client', '@modelcontextprotocol/core',
  '@modelcontextprotocol/express', '@modelcontextprotocol/fastify', '@modelcontextprotocol/hono', '@modelcontextprotocol/node',
  '@modelcontextprotocol/ext-apps', 'fastmcp', 'mcp-framework', 'mcp-handler', '@vercel/mcp-adapter', 'agents', 'mcp-lite',
  '@rekog/mcp-nest', 'xmcp', 'mcp-use', 'tmcp', '@smithery/sdk', '@hono/mcp', 'workers-mcp', 'easy-mcp', 'litemcp', '@mastra/mcp',
]);

/** Whether the lock file's version of a package is kept. */
export function isTracked(name: string): boolean {
  return MCP_SDK_PACKAGES.has(name) || name.startsWith('@modelcontextprotocol/');
}

/** MCP SDKs of other languages, as their manifests name them. */
export const OTHER_MCP_SDKS: readonly RegExp[] = [
  /(?<![\w-])(?:mcp|fastmcp|mcp-server|python-mcp)(?=\s*(?:\[|[<>=~!"',;]|$))/m,
  /github\.com\/(?:modelcontextprotocol\/go-sdk|mark3labs\/mcp-go|metoro-io\/mcp-golang|ThinkInAIXYZ\/go-mcp)/,
  /(?<![\w-])(?:rmcp|mcp-sdk|rust-mcp-sdk|mcp-attr)(?=\s*=)/,
  /io\.modelcontextprotocol(?:\.sdk)?|spring-ai-\w*mcp|quarkus-mcp-server/,
  /ModelContextProtocol(?:\.AspNetCore)?(?=")/,
  /(?:php-mcp\/|logiscape\/mcp-sdk-php|mcp\/sdk)/,
  /(?:'|")(?:fast-mcp|mcp|model-context-protocol-rb)(?:'|")/,
];
