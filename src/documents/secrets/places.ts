import type { SecretPlace } from '../../facts/secrets';

/** Formats that hold no text, and lock files, whose hashes are public. */
const SKIPPED = /\.(png|jpe?g|gif|webp|avif|ico|bmp|tiff?|heic|psd|pdf|zip|gz|tgz|bz2|xz|7z|rar|jar|war|class|wasm|woff2?|ttf|otf|eot|mp[34]|m4[av]|mov|avi|webm|ogg|wav|flac|exe|dll|so|dylib|node|bin|dat|db|sqlite3?|parquet|onnx|pb|pyc|p12|pfx|jks|snap|svg|patch|diff)$|(^|\/)(package-lock|npm-shrinkwrap|composer|packages)\.lock(\.json)?$|(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|deno\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|Cargo\.lock|go\.sum|Gemfile\.lock|flake\.lock|Podfile\.lock|pubspec\.lock|mix\.lock|\.terraform\.lock\.hcl)$/i;

/** Whether a file is searched for credentials. */
export function isSearched(path: string): boolean {
  return !SKIPPED.test(path);
}

/** Whether a value may be taken for a credential from the name beside it. Prose shows made-up ones; maps and bundles of data hold random text. */
export function readsNames(path: string): boolean {
  return !/\.(md|mdx|markdown|rst|adoc|asciidoc|txt|html?|map|csv|tsv|ipynb|min\.js|min\.css|css|scss|less|po|pot|xlf)$/i.test(path);
}

/** Whether a file is prose. */
export function isDocument(path: string): boolean {
  return /\.(md|mdx|markdown|rst|adoc|asciidoc|txt|html?)$/i.test(path);
}

/** What kind of place a credential stands in. `before` is what its line says before it. */
export function placeOf(path: string, before: string): SecretPlace {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (isEnvironmentFile(path)) return 'environment-file';
  if (/^(Dockerfile|Containerfile)|\.dockerfile$/i.test(name)) return /^\s*(ENV|ARG)\b/i.test(before) ? 'image' : commandOr(before, 'configuration');
  if (isClientConfiguration(path)) return 'client-configuration';
  if (/(^|\/)\.(github|gitlab|circleci)\/|(^|\/)(\.gitlab-ci\.yml|azure-pipelines\.yml|Jenkinsfile|bitbucket-pipelines\.yml)$/.test(path)) return 'workflow';
  if (isDocument(path)) return 'document';
  if (/\.(json[c5]?|ya?ml|toml|ini|cfg|conf|properties|xml|tf|tfvars|hcl|plist)$|^\.\w+rc$|^Procfile$|^Caddyfile$/i.test(name)) return commandOr(before, 'configuration');
  return commandOr(before, 'source');
}

/** Environment files, templates of them included. */
export function isEnvironmentFile(path: string): boolean {
  return /(^|\/)(\.env(\.[\w.-]+)?|[\w-]+\.env|\.envrc|\.dev\.vars(\.[\w-]+)?)$/.test(path);
}

/** Environment files that show names and made-up values to people. */
export function isEnvironmentTemplate(path: string): boolean {
  return isEnvironmentFile(path) && /[._-](example|sample|template|tmpl|dist|defaults?|schema|test|ci|spec|tpl|vault)([._-]|$)|(^|\/)(example|sample|template|test)\.env$/i.test(path);
}

/** Files by which an MCP client learns of servers. */
export function isClientConfiguration(path: string): boolean {
  return /(^|\/)(\.?mcp\.jsonc?|mcp[-_.]?(config|settings|servers)?\.json|\.mcp\.json|claude_desktop_config(\.[\w-]+)?\.json|cline_mcp_settings\.json|mcp_config\.json|\.?gemini\/settings\.json|\.codex\/config\.toml|opencode\.jsonc?)$/i.test(path);
}

function commandOr(before: string, otherwise: SecretPlace): SecretPlace {
  return /(^|[\s"'[,])--?[\w-]*(key|token|secret|password|passwd|pwd|credential|auth)[\w-]*["']?[\s,=]+["']?$/i.test(before) ? 'command-argument' : otherwise;
}
