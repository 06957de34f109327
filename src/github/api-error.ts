import { runnerLine, cap } from '../report/escape';
import { OutOfTimeError } from './budget';

/** What may be said of a failed request: never its headers or body, which hold the token and the report. */
export interface ApiFailure {
  /** HTTP status; absent when there was no answer at all. */
  readonly status?: number;
  /** One line, safe to print: `PATCH /repos/o/r/check-runs/1: 403 Resource not accessible by integration`. */
  readonly text: string;
}

interface RequestErrorLike {
  readonly status?: unknown;
  readonly request?: { readonly method?: string; readonly url?: string };
  readonly response?: { readonly data?: unknown };
}

/** Reduces whatever a request threw to status, route and message. */
export function apiFailure(error: unknown): ApiFailure {
  if (error instanceof OutOfTimeError) return { text: error.message };
  if (!(error instanceof Error)) return { text: 'Something other than an error was thrown.' };
  const { request, response, status } = error as RequestErrorLike;
  if (!request) return { text: line(error.message) };
  const route = `${request.method ?? ''} ${pathOf(request.url ?? '')}`;
  // A request that got no answer is given status 500 by the client.
  if (!response || typeof status !== 'number') return { text: line(`${route}: no answer (${error.message})`) };
  return { status, text: line(`${route}: ${status} ${messageOf(response.data)}`) };
}

/** Whether the server, or the network, may do better when asked again: the request may or may not have had its effect. */
export function isUncertain(error: unknown): boolean {
  const { status } = apiFailure(error);
  return status === undefined || status >= 500;
}

function pathOf(url: string): string {
  try {
    return new URL(url).pathname;
  } catch {
    return url;
  }
}

function messageOf(data: unknown): string {
  const { message, errors } = (typeof data === 'object' && data !== null ? data : {}) as { message?: unknown; errors?: unknown };
  const details = Array.isArray(errors) ? errors.slice(0, 3).map((detail) => JSON.stringify(detail)).join(', ') : '';
  return `${typeof message === 'string' ? message : '(no message)'}${details === '' ? '' : ` ${details}`}`;
}

function line(text: string): string {
  return runnerLine(cap(text, 400));
}
