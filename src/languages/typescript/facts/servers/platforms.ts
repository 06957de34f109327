import type { HttpFramework } from '../../../../facts/http';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation } from '../../../../flow/program';
import type { NodeId } from '../../../../model/flow-graph';
import type { Location } from '../../../../model/location';
import type { CodeContext } from '../../context';
import { elementsAt, functionLocation, functionsOf, pathsAt, queryOf, storedAt, textAt } from '../query';
import type { FetchServer } from './fetch-servers';
import { rootsOf } from './frameworks';
import { platformListener } from './hosts';
import { answersMcp } from './routes';

/** Calls that hand a function or an application to a platform, which calls it for each request. */
const HANDED: readonly (readonly [RegExp, HttpFramework])[] = [
  [/^(@vendia\/serverless-express|@codegenie\/serverless-express)(\.configure)?$|^aws-serverless-express\.(createServer|proxy)$|^serverless-http$|^(@fastify\/aws-lambda|aws-lambda-fastify)$/, 'serverless'],
  [/^hono\/(aws-lambda|lambda-edge|vercel|netlify|cloudflare-pages|service-worker)\.(handle|streamHandle|handleMiddleware|fire)$|^@marplex\/hono-azurefunc-adapter\.azureHonoHandler$/, 'serverless'],
  [/^@google-cloud\/functions-framework\.http$|^firebase-functions\b.*\.onRequest$|^@azure\/functions\.app\.(http|get|post|put|patch|deleteRequest)$/, 'serverless'],
];

/** Wrappers of functions that Lambda calls, for requests or for anything else. */
const OF_LAMBDA = /^@middy\/core(\(\).*\.handler)?$|^awslambda\.streamifyResponse$|^@sentry\/(serverless\.AWSLambda|aws-serverless)\.wrapHandler$|^@aws-lambda-powertools\/.*\.captureLambdaHandler$/;

/** Functions and applications that no code of the repository starts, because a platform does. */
export function platformServers(context: CodeContext): FetchServer[] {
  return [...handed(context), ...exportedForLambda(context), ...listeningForFetch(context)];
}

function handed({ analysis }: CodeContext): FetchServer[] {
  const { program, points } = analysis;
  return program.calls.flatMap((call, index): FetchServer[] => {
    if (!queryOf(analysis).isProduct(index)) return [];
    const apis = points.apis(index);
    const framework = HANDED.find(([pattern]) => apis.some((path) => pattern.test(path)))?.[1];
    const lambda = framework === undefined && apis.some((path) => OF_LAMBDA.test(path));
    if (framework === undefined && !lambda) return [];
    const members = call.args.flatMap((arg) => storedAt(analysis, arg, 'app', 'handler', 'fetch'));
    const server = serverOf(analysis, framework ?? 'serverless', [...call.args, ...members], callLocation(program, index), index);
    return lambda && !answersRequests(analysis, server.fns) ? [] : server.targets.length + server.fns.length > 0 ? [server] : [];
  });
}

/** What a platform calls, from the values that it is given. */
export function serverOf(analysis: Analysis, framework: HttpFramework, given: readonly NodeId[], location: Location, except = -1): FetchServer {
  const targets = given.flatMap((node) => rootsOf(analysis, node)).map((root) => root.call).filter((call) => call >= 0 && call !== except);
  const node = given.find((each) => answersMcp(analysis, each)) ?? given.find((each) => functionsOf(analysis, each).length > 0) ?? given[0] ?? -1;
  return { targets: [...new Set(targets)], fns: [...new Set(given.flatMap((each) => functionsOf(analysis, each)))], node, framework, listener: platformListener(location) };
}

const REQUEST_PARTS: ReadonlySet<string> = new Set(['body', 'headers', 'multiValueHeaders', 'httpMethod', 'rawPath', 'path', 'rawQueryString', 'queryStringParameters', 'multiValueQueryStringParameters', 'pathParameters', 'cookies', 'requestContext', 'isBase64Encoded']);

/** Whether functions that Lambda calls answer requests: they read what only a request has. Those of queues and schedules read other things. */
function answersRequests(analysis: Analysis, fns: readonly number[]): boolean {
  const query = queryOf(analysis);
  return [...query.reach(fns, 4, true)].some((fn) => query.loadsIn(fn).some((load) => REQUEST_PARTS.has(load.prop) && pathsAt(analysis, load.from).some((path) => /^aws-lambda\.\w+\(\)$/.test(path))));
}

/** `export const handler = async (event) => …`: Lambda finds the function by its name. */
function exportedForLambda({ analysis, files }: CodeContext): FetchServer[] {
  const { program, points } = analysis;
  const configured = files.some((file) => file.parts.deployment?.format === 'serverless');
  return program.files.flatMap((file): FetchServer[] => {
    if (!file.product || FOLDERS_OF_OTHERS.test(file.path)) return [];
    const typed = configured || file.flow.imports.some((specifier) => /^(@types\/)?aws-lambda$|^@aws-lambda-powertools\//.test(specifier));
    return [...points.members(file.flow.exports + file.nodes)].flatMap(([name, node]): FetchServer[] => {
      const fns = functionsOf(analysis, node);
      if (!(typed ? /^(main|lambda|\w*[hH]andler)$/ : /^(lambdaH|h)andler$/).test(name) || !answersRequests(analysis, fns)) return [];
      return [serverOf(analysis, 'serverless', [node], (fns[0] === undefined ? undefined : functionLocation(analysis, fns[0])) ?? { path: file.path, line: 1 })];
    });
  });
}

/** Netlify calls functions of the same shape, and finds them by their folder. */
const FOLDERS_OF_OTHERS = /(^|\/)netlify\/(edge-)?functions\//;

/** `addEventListener('fetch', …)` in a Worker of the older form. */
function listeningForFetch({ analysis }: CodeContext): FetchServer[] {
  return analysis.program.calls.flatMap((call, index): FetchServer[] => {
    if (call.name !== 'addEventListener' || !queryOf(analysis).isProduct(index) || textAt(analysis, call.args[0]) !== 'fetch') return [];
    const responds = functionsOf(analysis, call.args[1]).some((fn) => queryOf(analysis).callsIn(fn).some((inner) => analysis.program.calls[inner]?.name === 'respondWith'));
    const server = serverOf(analysis, 'workers', call.args.slice(1).flatMap((arg) => elementsAt(analysis, arg)), callLocation(analysis.program, index));
    // A service worker of a browser answers with what it has kept, and asks for the rest.
    return responds && !usesCache(analysis, server.fns) ? [server] : [];
  });
}

function usesCache(analysis: Analysis, fns: readonly number[]): boolean {
  const query = queryOf(analysis);
  return [...query.reach(fns, 3, true)].some((fn) => query.callsIn(fn).some((call) => analysis.points.apis(call).some((path) => /^caches\.(match|open)$/.test(path))));
}
