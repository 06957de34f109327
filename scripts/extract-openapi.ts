/**
 * Takes what the fake GitHub of the tests checks requests against out of GitHub's own description, which is too large
 * to depend on (394 MB unpacked). Run again when a new route is called:
 *
 *     npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz
 *     npx tsx scripts/extract-openapi.ts package/generated/api.github.com.json package/package.json
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';

/** Every route that src/github calls. */
const ROUTES: readonly (readonly [string, string])[] = [
  ['post', '/repos/{owner}/{repo}/check-runs'],
  ['get', '/repos/{owner}/{repo}/check-runs/{check_run_id}'],
  ['patch', '/repos/{owner}/{repo}/check-runs/{check_run_id}'],
  ['get', '/repos/{owner}/{repo}/commits/{ref}/check-runs'],
  ['get', '/repos/{owner}/{repo}/issues/{issue_number}/comments'],
  ['post', '/repos/{owner}/{repo}/issues/{issue_number}/comments'],
  ['patch', '/repos/{owner}/{repo}/issues/comments/{comment_id}'],
  ['delete', '/repos/{owner}/{repo}/issues/comments/{comment_id}'],
  ['get', '/repos/{owner}/{repo}/pulls/{pull_number}'],
  ['get', '/repos/{owner}/{repo}/pulls/{pull_number}/files'],
  ['get', '/repos/{owner}/{repo}/pulls/{pull_number}/commits'],
  ['get', '/repos/{owner}/{repo}/git/trees/{tree_sha}'],
  ['get', '/repos/{owner}/{repo}/git/blobs/{file_sha}'],
  ['get', '/repos/{owner}/{repo}/git/ref/{ref}'],
  ['get', '/repos/{owner}/{repo}/commits/{ref}'],
  ['get', '/repos/{owner}/{repo}/compare/{basehead}'],
];

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const [descriptionPath = '', packagePath = ''] = argv.slice(2);
const text = readFileSync(descriptionPath, 'utf8');
const whole = JSON.parse(text) as { paths: Record<string, Record<string, Json>> };
const source = JSON.parse(readFileSync(packagePath, 'utf8')) as { name: string; version: string; license: string };

/** Follows references inside the description; none of the requests used here is recursive. */
function resolved(node: Json): Json {
  if (Array.isArray(node)) return node.map(resolved);
  if (node === null || typeof node !== 'object') return node;
  if (typeof node['$ref'] === 'string') {
    const target = node['$ref'].slice(2).split('/').reduce<Json>((at, key) => (at as Record<string, Json>)[key] ?? null, whole as unknown as Json);
    return resolved(target);
  }
  const kept = Object.entries(node).filter(([key, value]) => !((key === 'description' || key === 'example' || key === 'examples') && !isSchemaNamed(value)));
  return Object.fromEntries(kept.map(([key, value]) => [key, resolved(value)]));
}

/** A property that is itself called `description` has a schema as value, and stays. */
function isSchemaNamed(value: Json): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && 'type' in value;
}

const operations = ROUTES.map(([method, path]) => {
  const operation = whole.paths[path]?.[method] as { parameters?: Json; requestBody?: Json; operationId?: string } | undefined;
  if (!operation) throw new Error(`GitHub's description has no ${method} ${path}.`);
  const body = resolved(operation.requestBody ?? null) as { content?: Record<string, { schema: Json }>; required?: boolean } | null;
  return {
    method,
    path,
    parameters: resolved(operation.parameters ?? []),
    ...(body?.content?.['application/json'] && { body: body.content['application/json'].schema }),
  };
});

const provenance = {
  package: `${source.name}@${source.version}`,
  licence: source.license,
  file: 'generated/api.github.com.json',
  sha256: createHash('sha256').update(text).digest('hex'),
  by: 'scripts/extract-openapi.ts',
};
writeFileSync('__tests__/support/fake-github/openapi.json', `${JSON.stringify({ provenance, operations }, null, 1)}\n`);
