import { blob, commit, commits, compare, files, notFound, ok, ref, tree, type Answer } from './git-data';
import type { KnownRequest } from './shape';
import { gitOf, tryGit, type FakeAnnotation, type FakeCheckRun, type FakeComment, type FakeState } from './state';

export interface Call {
  readonly known: KnownRequest;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

const forbidden: Answer = { status: 403, body: { message: 'Resource not accessible by integration', documentation_url: 'https://docs.github.com/rest', status: '403' } };

function page(query: URLSearchParams, rows: readonly unknown[]): readonly unknown[] {
  const size = Number(query.get('per_page') ?? '30');
  const number = Number(query.get('page') ?? '1');
  return rows.slice((number - 1) * size, number * size);
}

function commentJson(state: FakeState, comment: FakeComment): unknown {
  return {
    id: comment.id,
    node_id: `IC_${comment.id}`,
    html_url: `https://github.com/${state.owner}/${state.repo}/pull/${comment.issue}#issuecomment-${comment.id}`,
    body: comment.body,
    user: comment.user,
  };
}

function runJson(state: FakeState, run: FakeCheckRun): unknown {
  const { annotations, ...rest } = run;
  return {
    ...rest,
    html_url: `https://github.com/${state.owner}/${state.repo}/runs/${run.id}`,
    output: { ...run.output, annotations_count: annotations.length },
  };
}

/** Carries out a request whose shape has been checked. */
export function answer(state: FakeState, { known, query, body }: Call): Answer {
  const { parameters } = known;
  if (parameters['owner'] !== state.owner || parameters['repo'] !== state.repo) return notFound;
  const pull = state.pulls.find((candidate) => candidate.number === Number(parameters['pull_number']));
  switch (known.name) {
    case 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': return tree(state, parameters['tree_sha'] ?? '', query.has('recursive'));
    case 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': return blob(state, parameters['file_sha'] ?? '');
    case 'GET /repos/{owner}/{repo}/git/ref/{ref}': return ref(state, parameters['ref'] ?? '');
    case 'GET /repos/{owner}/{repo}/compare/{basehead}': return compare(state, parameters['basehead'] ?? '');
    case 'GET /repos/{owner}/{repo}/commits/{ref}': return commit(state, parameters['ref'] ?? '');
    case 'GET /repos/{owner}/{repo}/pulls/{pull_number}': return pull ? ok({ number: pull.number, state: pull.state, locked: pull.locked, head: { sha: pull.headSha }, base: { sha: pull.baseSha, ref: pull.baseRef } }) : notFound;
    case 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': return pull ? ok(page(query, files(state, gitOf(state, 'merge-base', pull.baseSha, pull.headSha).trim(), pull.headSha).slice(0, state.maxFiles))) : notFound;
    case 'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits': return pull ? ok(page(query, commits(state, pull).slice(0, 250))) : notFound;
    default: return write(state, { known, query, body });
  }
}

function write(state: FakeState, call: Call): Answer {
  const { known, query, body } = call;
  const id = Number(known.parameters['comment_id'] ?? known.parameters['check_run_id']);
  switch (known.name) {
    case 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments':
      return ok(page(query, state.comments.filter((comment) => comment.issue === Number(known.parameters['issue_number'])).map((comment) => commentJson(state, comment))));
    case 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': return createComment(state, call);
    case 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}':
    case 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': return changeComment(state, known.name, id, body);
    case 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': {
      const runs = state.checkRuns.filter((run) => run.head_sha === known.parameters['ref'] && run.name === (query.get('check_name') ?? run.name));
      const latest = query.get('filter') === 'latest' ? runs.slice(-1) : runs;
      return ok({ total_count: latest.length, check_runs: page(query, latest.map((run) => runJson(state, run))) });
    }
    default: return changeCheckRun(state, known.name, id, body);
  }
}

function createComment(state: FakeState, { known, body }: Call): Answer {
  const issue = Number(known.parameters['issue_number']);
  const pull = state.pulls.find((candidate) => candidate.number === issue);
  if (!pull) return notFound;
  if (!state.permissions.comments || pull.locked) return forbidden;
  const comment: FakeComment = { id: state.nextId++, issue, body: (body as { body: string }).body, user: state.self, minimized: false };
  state.comments.push(comment);
  return { status: 201, body: commentJson(state, comment) };
}

function changeComment(state: FakeState, name: string, id: number, body: unknown): Answer {
  const at = state.comments.findIndex((comment) => comment.id === id);
  const comment = state.comments[at];
  if (!comment) return notFound;
  if (!state.permissions.comments) return forbidden;
  if (name.startsWith('DELETE')) {
    state.comments.splice(at, 1);
    return { status: 204, body: undefined };
  }
  comment.body = (body as { body: string }).body;
  return ok(commentJson(state, comment));
}

type RunBody = Partial<Pick<FakeCheckRun, 'status' | 'conclusion' | 'external_id'>> & { name?: string; head_sha?: string; output?: FakeCheckRun['output'] & { annotations?: readonly FakeAnnotation[] } };

function changeCheckRun(state: FakeState, name: string, id: number, body: unknown): Answer {
  const run = state.checkRuns.find((candidate) => candidate.id === id);
  if (name.startsWith('GET')) return run ? ok(runJson(state, run)) : notFound;
  if (!state.permissions.checks) return forbidden;
  const given = body as RunBody;
  if (name.startsWith('POST')) return createRun(state, given);
  if (!run) return notFound;
  run.status = given.status ?? run.status;
  run.conclusion = given.conclusion ?? run.conclusion;
  // An update replaces the whole output, and adds to the annotations.
  if (given.output) {
    const { annotations = [], ...output } = given.output;
    run.output = output;
    run.annotations.push(...annotations);
  }
  return ok(runJson(state, run));
}

function createRun(state: FakeState, { name = '', head_sha = '', external_id = '', status = 'queued', conclusion = null, output }: RunBody): Answer {
  if (tryGit(state, 'cat-file', '-e', `${head_sha}^{commit}`) === undefined) return { status: 422, body: { message: 'No commit found for SHA', status: '422' } };
  const { annotations = [], ...rest } = output ?? { title: '', summary: '' };
  const run: FakeCheckRun = { id: state.nextId++, name, head_sha, external_id, status, conclusion, output: rest, annotations: [...annotations] };
  state.checkRuns.push(run);
  return { status: 201, body: runJson(state, run) };
}

/** The two GraphQL questions that are asked: who am I and which comments are hidden, and: show this one. */
export function graphql(state: FakeState, body: unknown): Answer {
  const { query, variables } = body as { query: string; variables: { ids?: readonly string[]; id?: string } };
  const commentOf = (node: string): FakeComment | undefined => state.comments.find((comment) => `IC_${comment.id}` === node);
  if (query.includes('unminimizeComment')) {
    const comment = commentOf(variables.id ?? '');
    if (comment) comment.minimized = false;
    return ok({ data: { unminimizeComment: { clientMutationId: null } } });
  }
  const nodes = (variables.ids ?? []).map((node) => {
    const comment = commentOf(node);
    return comment ? { id: node, isMinimized: comment.minimized } : null;
  });
  return ok({ data: { viewer: { login: state.self.login }, nodes } });
}
