import { z } from 'zod';
import { isUncertain } from './api-error';
import type { Client } from './client';

export interface CommentTarget {
  readonly pullRequest: number;
  /** The whole first line of the comment; it tells this gate's comment from every other. */
  readonly marker: string;
}

export interface PublishedComment {
  readonly url: string;
  readonly action: 'created' | 'updated' | 'unchanged';
  /** Comments of others that carry the marker and were left alone. */
  readonly planted: number;
}

const comment = z.object({
  id: z.number(),
  node_id: z.string().optional(),
  html_url: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
});
type Comment = z.infer<typeof comment>;

const COMMENTS = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
const COMMENT = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
/** The account behind a workflow's own token. */
const WORKFLOW_ACCOUNT = 'github-actions[bot]';
/** A conversation with more comments than this is searched no further; it is over what GitHub shows on one page by far. */
const MAX_COMMENTS = 5000;

/**
 * Keeps one comment on the pull request: the oldest that carries the marker and is our own is updated, further ones are
 * deleted, and only when there is none is one created. Anybody can write the marker, so comments of others never count.
 * Throws when the comment could not be written.
 */
export async function publishComment(client: Client, target: CommentTarget, body: string): Promise<PublishedComment> {
  const before = await find(client, target);
  const kept = before.own[0];
  if (kept) {
    const updated = await update(client, kept, body);
    await tidy(client, before.own.slice(1));
    return { ...updated, planted: before.planted };
  }
  const created = await create(client, target, body);
  // Somebody may have created one at the same time: both see both now, and both keep the older.
  const after = await find(client, target);
  const oldest = after.own[0] ?? created;
  await update(client, oldest, body);
  await tidy(client, after.own.filter((other) => other.id !== oldest.id));
  return { url: oldest.html_url, action: 'created', planted: after.planted };
}

interface Found {
  /** Oldest first. */
  readonly own: readonly Own[];
  readonly planted: number;
}

interface Own extends Comment {
  /** Somebody has hidden it, as outdated for example. */
  readonly hidden?: boolean;
}

async function find(client: Client, target: CommentTarget): Promise<Found> {
  const all = await client.list(`GET ${COMMENTS}`, { issue_number: target.pullRequest }, (answer) => answer, comment, MAX_COMMENTS);
  const marked = all.filter(({ body }) => body?.split(/\r?\n/, 1)[0]?.trimEnd() === target.marker).sort((a, b) => a.id - b.id);
  if (marked.length === 0) return { own: [], planted: 0 };
  const { self, hidden } = await askAbout(client, marked);
  const own = marked.filter((candidate) => isBy(candidate, self)).map((candidate) => ({ ...candidate, hidden: hidden.has(candidate.node_id ?? '') }));
  return { own, planted: marked.length - own.length };
}

/** A workflow's token writes as a bot; a token of one's own writes as the account that the API names. */
function isBy({ user }: Comment, self: string): boolean {
  if (user?.login !== self) return false;
  return self === WORKFLOW_ACCOUNT ? user.type === 'Bot' : true;
}

const about = z.object({
  viewer: z.object({ login: z.string() }),
  nodes: z.array(z.object({ id: z.string().optional(), isMinimized: z.boolean().optional() }).nullable()),
});

/** Who the token is, and which of the comments are hidden. A token that may not ask is taken for a workflow's own. */
async function askAbout(client: Client, comments: readonly Comment[]): Promise<{ readonly self: string; readonly hidden: ReadonlySet<string> }> {
  const ids = comments.flatMap(({ node_id: id }) => id ?? []).slice(0, 20);
  try {
    const { viewer, nodes } = await client.graphql('query ($ids: [ID!]!) { viewer { login } nodes(ids: $ids) { ... on IssueComment { id isMinimized } } }', { ids }, about);
    return { self: viewer.login, hidden: new Set(nodes.flatMap((node) => (node?.isMinimized === true ? node.id ?? [] : []))) };
  } catch {
    return { self: WORKFLOW_ACCOUNT, hidden: new Set() };
  }
}

async function update(client: Client, kept: Own, body: string): Promise<Pick<PublishedComment, 'url' | 'action'>> {
  if (kept.hidden === true) await restore(client, kept);
  // What is stored may have come back with other line ends.
  if (kept.body?.replaceAll('\r\n', '\n') === body) return { url: kept.html_url, action: 'unchanged' };
  const updated = await client.request(`PATCH ${COMMENT}`, { comment_id: kept.id, body }, comment);
  return { url: updated.html_url, action: 'updated' };
}

/** Shows the comment again. When that is not possible it stays hidden, and still says what it says. */
async function restore(client: Client, { node_id: id }: Comment): Promise<void> {
  const mutation = 'mutation ($id: ID!) { unminimizeComment(input: { subjectId: $id }) { clientMutationId } }';
  await client.graphql(mutation, { id }, z.unknown()).catch(() => undefined);
}

async function create(client: Client, target: CommentTarget, body: string): Promise<Comment> {
  const send = (): Promise<Comment> => client.request(`POST ${COMMENTS}`, { issue_number: target.pullRequest, body }, comment);
  try {
    return await send();
  } catch (error) {
    if (!isUncertain(error)) throw error;
    // The creation may have worked although its answer did not come.
    return (await find(client, target)).own[0] ?? await send();
  }
}

/** Removes further comments of our own. One that is gone already, or may not be removed, is no failure. */
async function tidy(client: Client, extra: readonly Comment[]): Promise<void> {
  for (const { id } of extra) await client.request(`DELETE ${COMMENT}`, { comment_id: id }, z.unknown()).catch(() => undefined);
}
