import { getOctokit } from '@actions/github';
import { defaults } from '@actions/github/lib/utils';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import Bottleneck from 'bottleneck/light.js';
import { z } from 'zod';
import { budget, type Budget } from './budget';

/** The forge's API for one repository. */
export interface Client {
  readonly owner: string;
  readonly repo: string;
  /**
   * One request; `{owner}` and `{repo}` are filled in. The answer is checked against the schema, since a proxy or an
   * outage can answer anything. Throws on any refusal; `apiFailure` says what may be told of it.
   */
  readonly request: <T>(route: Route, parameters: Parameters, schema: z.ZodType<T>) => Promise<T>;
  /** All pages of a list, up to `max` rows. Throws when any page fails: a part is never taken for the whole. */
  readonly list: <T>(route: Route, parameters: Parameters, rows: (answer: unknown) => unknown, row: z.ZodType<T>, max: number) => Promise<readonly T[]>;
  readonly graphql: <T>(query: string, variables: Parameters, schema: z.ZodType<T>) => Promise<T>;
}

export type Route = `${'GET' | 'POST' | 'PATCH' | 'DELETE'} /${string}`;
export type Parameters = Readonly<Record<string, unknown>>;

export interface ClientOptions {
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  /** Time to be spent on waiting for rate limits, over all requests. */
  readonly patience?: Budget;
  /** Address of the API; the runner's `GITHUB_API_URL` when absent. */
  readonly apiUrl?: string;
  /** Unit of the waits between tries, in milliseconds; tests make it small. */
  readonly second?: number;
}

/** One request may take this long, in milliseconds. */
const REQUEST_TIMEOUT = 20_000;
const MAX_WAIT = 60_000;

/** A client with retries of what may be repeated, and with waits that are bounded in sum. */
export function createClient(options: ClientOptions): Client {
  const { token, owner, repo, second = 1000 } = options;
  const patience = options.patience ?? budget(MAX_WAIT);
  const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const mayWait = (retryAfter: number, _: unknown, __: unknown, tried: number): boolean => tried < 2 && retryAfter * second < patience.left();
  const octokit = getOctokit(token, {
    log: silent,
    ...(options.apiUrl !== undefined && { baseUrl: options.apiUrl }),
    request: { ...defaults.request, fetch: withTimeout(defaults.request?.fetch) },
    retry: { retries: 2, retryAfterBaseValue: second },
    throttle: { onRateLimit: mayWait, onSecondaryRateLimit: mayWait, retryAfterBaseValue: second, write: pacedWrites(second), notifications: pacedWrites(second) },
  }, retry, throttling);
  return {
    owner,
    repo,
    request: async (route, parameters, schema) => checked(schema, (await octokit.request(route, { owner, repo, ...parameters, ...oneTry(route) })).data, route),
    list: (route, parameters, rows, row, max) => list(async (page) => (await octokit.request(route, { owner, repo, ...parameters, per_page: PAGE, page })).data as unknown, rows, row, max, route),
    graphql: async (query, variables, schema) => checked(schema, await octokit.graphql(query, variables), 'POST /graphql'),
  };
}

const nothing = (): undefined => undefined;
const PAGE = 100;

/**
 * A creation is never repeated blindly: the first try may have worked although its answer was lost. Neither is an
 * append of annotations. Whoever creates looks first whether it is there.
 */
function oneTry(route: Route): { readonly request?: { readonly retries: 0 } } {
  return route.startsWith('POST') || /^PATCH .*check-runs/.test(route) ? { request: { retries: 0 } } : {};
}

/** Three writes at once, then one a second: GitHub asks for that pause when somebody writes much. */
function pacedWrites(second: number): Bottleneck.Group {
  return new Bottleneck.Group({ maxConcurrent: 1, reservoir: 3, reservoirIncreaseAmount: 1, reservoirIncreaseInterval: Math.max(250, second), reservoirIncreaseMaximum: 3 });
}

type Fetch = (url: string, init: RequestInit) => Promise<unknown>;

/** Ends a request whose answer, or the body of it, does not come. */
function withTimeout(fetch: unknown): Fetch {
  return (url, init) => (fetch as Fetch)(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT) });
}

async function list<T>(get: (page: number) => Promise<unknown>, rows: (answer: unknown) => unknown, row: z.ZodType<T>, max: number, route: Route): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = 1; all.length < max; page++) {
    const found = checked(z.array(row), rows(await get(page)), route);
    all.push(...found);
    if (found.length < PAGE) break;
  }
  return all.slice(0, max);
}

function checked<T>(schema: z.ZodType<T>, data: unknown, route: string): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new Error(`${route}: the answer is not what GitHub documents.`);
}
