/** What this program is called on scorecards. The version is that of package.json, which a test compares. */
export const TOOL = {
  name: 'mcp-publish-gate',
  version: '0.1.0',
  url: 'https://github.com/mcp-publish-gate/mcp-publish-gate',
} as const;
