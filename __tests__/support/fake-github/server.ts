import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, graphql } from './routes';
import type { Answer } from './git-data';
import { problemsOf, recognise } from './shape';
import { tryGit, type FakeAnnotation, type FakeState } from './state';

/** How the fake refuses. */
export interface Refusal {
  /** `METHOD /path` with `{}` for anything, such as `POST /repos/{}/{}/check-runs`; `*` for every request. */
  readonly route: string;
  /** How many requests it lasts; for ever when absent. */
  readonly times?: number;
  /** How many requests pass before it begins. */
  readonly after?: number;
  readonly status?: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `reset`: the connection is cut. `lost`: carried out, and answered with 502. `garbage`: 200 and no JSON. `hang`: no answer. */
  readonly how?: 'reset' | 'lost' | 'garbage' | 'hang';
  /** Called when it strikes: for what happens at the same time. */
  readonly meanwhile?: () => void;
}

export interface LoggedRequest {
  readonly route: string;
  readonly status: number;
  readonly body: unknown;
}

export interface FakeGitHub {
  readonly url: string;
  readonly state: FakeState;
  readonly requests: readonly LoggedRequest[];
  /** Requests that GitHub would refuse or misunderstand. A test that does not provoke them asserts that there are none. */
  readonly problems: readonly string[];
  readonly refuse: (refusal: Refusal) => void;
  readonly close: () => Promise<void>;
}

export interface FakeOptions {
  /** Path of the repository that holds commits, trees and blobs. */
  readonly repository: string;
  readonly token?: string;
}

/** A forge on loopback with one repository, `acme/server`. */
export async function fakeGitHub(options: FakeOptions): Promise<FakeGitHub> {
  const state: FakeState = {
    owner: 'acme', repo: 'server', repository: options.repository, token: options.token ?? 'ghs_fake0token0of0the0tests',
    self: { login: 'github-actions[bot]', type: 'Bot' }, permissions: { checks: true, comments: true },
    pulls: [], comments: [], checkRuns: [], nextId: 1001, maxFiles: 3000, withPatches: true, maxTree: 100_000,
  };
  const requests: LoggedRequest[] = [];
  const problems: string[] = [];
  const refusals: { rule: Refusal; seen: number }[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((text) => { handle(request, response, text); });
  });
  const handle = (request: IncomingMessage, response: ServerResponse, text: string): void => {
    const route = `${request.method ?? ''} ${new URL(request.url ?? '', 'http://x').pathname}`;
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const rule = struckBy(refusals, route);
    rule?.meanwhile?.();
    if (rule?.how === 'hang') return;
    if (rule?.how === 'reset') {
      requests.push({ route, status: 0, body });
      request.socket.destroy();
      return;
    }
    const result = rule && rule.how === undefined ? refusalAnswer(rule) : respond(state, request, body, problems);
    const sent = rule?.how === 'lost' ? { status: 502, body: { message: 'Bad Gateway' } } : result;
    requests.push({ route, status: sent.status, body });
    response.writeHead(sent.status, { 'content-type': 'application/json', ...sent.headers });
    response.end(rule?.how === 'garbage' ? '<html>' : sent.body === undefined ? '' : JSON.stringify(sent.body));
  };
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    requests,
    problems,
    refuse: (rule) => { refusals.push({ rule, seen: 0 }); },
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(() => { done(); });
    }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function struckBy(refusals: { rule: Refusal; seen: number }[], route: string): Refusal | undefined {
  for (const refusal of refusals) {
    const { route: wanted, after = 0, times = Infinity } = refusal.rule;
    const pattern = wanted === '*' ? /^/ : new RegExp(`^${wanted.replaceAll('{}', '[^/]+')}$`);
    if (!pattern.test(route)) continue;
    const at = refusal.seen++;
    if (at >= after && at < after + times) return refusal.rule;
  }
  return undefined;
}

function refusalAnswer({ status = 500, message = 'Refused', headers }: Refusal): Answer {
  return { status, body: { message }, ...(headers && { headers }) };
}

function respond(state: FakeState, request: IncomingMessage, body: unknown, problems: string[]): Answer {
  if (request.headers.authorization !== `token ${state.token}`) return { status: 401, body: { message: 'Bad credentials' } };
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
  if (pathname === '/graphql') return graphql(state, body);
  const known = recognise(request.method ?? '', pathname);
  if (!known) {
    problems.push(`${request.method ?? ''} ${pathname}: not described`);
    return { status: 404, body: { message: 'Not Found' } };
  }
  const wrong = [...problemsOf(known, searchParams, body), ...misplaced(state, known.name, body)];
  problems.push(...wrong.map((problem) => `${known.name}: ${problem}`));
  if (wrong.length > 0) return { status: 422, body: { message: `Invalid request.\n\n${wrong[0] ?? ''}`, status: '422' } };
  return answer(state, { known, query: searchParams, body });
}

/** Annotations that stand on no line of the commit: GitHub takes them and shows them nowhere. */
function misplaced(state: FakeState, name: string, body: unknown): readonly string[] {
  if (!name.endsWith('/check-runs') || !name.startsWith('POST')) return [];
  const { head_sha: head = '', output } = body as { head_sha?: string; output?: { annotations?: readonly FakeAnnotation[] } };
  return (output?.annotations ?? []).flatMap(({ path, end_line: end }) => {
    const text = tryGit(state, 'cat-file', 'blob', `${head}:${path}`);
    if (text === undefined) return [`annotation on ${path}, which the commit does not have`];
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    return end > Math.max(1, lines) ? [`annotation on ${path}:${end}, which has ${lines} lines`] : [];
  });
}
