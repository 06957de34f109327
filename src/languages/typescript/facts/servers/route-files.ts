import type { HttpFramework } from '../../../../facts/http';
import type { CodeContext } from '../../context';
import { locationOf } from '../../../../flow/program';
import type { NodeId } from '../../../../model/flow-graph';
import { elementsAt, literalsAt, memberAt } from '../query';
import { routeOfFunctions } from './conventions';
import type { FetchServer } from './fetch-servers';
import { rootsOf } from './frameworks';
import { platformListener } from './hosts';
import type { Limiters } from './limiters';
import { serverOf } from './platforms';
import { guardsAt } from './roles';
import { answering, covered, type ApplicationDraft, type RouteDraft } from './routes';

/** Files that a framework or a platform serves by their path. */
interface RouteFiles {
  readonly framework: HttpFramework;
  readonly file: RegExp;
  /** Packages of which one must be installed; empty where the folder says enough. */
  readonly packages: RegExp | undefined;
  /** Deployment files that say the same. */
  readonly format?: 'vercel';
  /** What comes before the path. */
  readonly root: RegExp;
  readonly names: readonly string[];
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const KINDS: readonly RouteFiles[] = [
  { framework: 'next', file: /(^|\/)(app\/(.*\/)?route|pages\/api\/.*)\.[cm]?[jt]sx?$/, packages: /^next$/, root: /^.*?(^|\/)(app|pages)\//, names: [...METHODS, 'default'] },
  { framework: 'other', file: /(^|\/)src\/routes\/(.*\/)?\+server\.[jt]s$/, packages: /^@sveltejs\/kit$/, root: /^.*?(^|\/)src\/routes\//, names: [...METHODS, 'fallback'] },
  { framework: 'other', file: /(^|\/)src\/pages\/.*\.[jt]s$/, packages: /^astro$/, root: /^.*?(^|\/)src\/pages\//, names: [...METHODS, 'ALL'] },
  { framework: 'h3', file: /(^|\/)server\/(api|routes)\/.*\.[cm]?[jt]s$/, packages: /^(nuxt|nitropack|nitro)$/, root: /^.*?(^|\/)server\/(routes\/)?/, names: ['default'] },
  { framework: 'serverless', file: /^netlify\/(edge-)?functions\/[^/]+(\/(index|\w[\w-]*))?\.[cm]?[jt]s$/, packages: undefined, root: /^netlify\/(edge-)?functions\//, names: ['default', 'handler'] },
  { framework: 'serverless', file: /^api\/(.*\/)?[^/_][^/]*\.[cm]?[jt]s$/, packages: /^(@vercel\/(node|edge|functions|mcp-adapter)|vercel|mcp-handler)$/, format: 'vercel', root: /^/, names: [...METHODS, 'default'] },
];

/** Routes of files, as one application for each framework. */
export function routeFiles(context: CodeContext, limiters: Limiters): ApplicationDraft[] {
  return KINDS.flatMap((kind): ApplicationDraft[] => {
    const routes = exportsOf(context, kind).filter(({ node }) => rootsOf(context.analysis, node).length === 0).map(({ name, node, file }): RouteDraft => {
      const { path, method } = addressOf(kind, file, name);
      const route = routeOfFunctions(context.analysis, limiters, answering(context.analysis, node), node, locationOf(context.analysis.program, node) ?? { path: file, line: 1 }, path, method);
      return { ...route, guards: [...middlewareOf(context, limiters, kind, path), ...route.guards] };
    });
    const [first] = routes;
    return first ? [{ framework: kind.framework, location: first.location, listeners: [platformListener(first.location)], routes, cors: [] }] : [];
  });
}

/** Applications of frameworks that such a file exports: `export default app` in `api/index.ts`. */
export function exportedApplications(context: CodeContext): FetchServer[] {
  return KINDS.flatMap((kind) => exportsOf(context, kind)).flatMap(({ node, file }) => {
    const server = serverOf(context.analysis, 'serverless', [node], { path: file, line: 1 });
    return server.targets.length > 0 ? [server] : [];
  });
}

interface Exported {
  readonly name: string;
  readonly node: NodeId;
  readonly file: string;
}

function exportsOf({ analysis, files }: CodeContext, kind: RouteFiles): Exported[] {
  const { program, points } = analysis;
  const present = kind.packages === undefined || files.some((file) => file.parts.manifest?.dependencies.some(({ name }) => kind.packages?.test(name)) === true || (kind.format !== undefined && file.parts.deployment?.format === kind.format));
  return present ? program.files.filter((file) => file.product && kind.file.test(file.path)).flatMap((file) => {
    const members = points.members(file.flow.exports + file.nodes);
    return kind.names.flatMap((name) => { const node = members.get(name); return node === undefined ? [] : [{ name, node, file: file.path }]; });
  }) : [];
}

/** `app/api/x/route.ts` answers `/api/x`; Nitro takes the method from the name, as in `x.post.ts`. */
function addressOf(kind: RouteFiles, file: string, name: string): { readonly path: string; readonly method: string } {
  const bare = file.replace(kind.root, '').replace(/\.[cm]?[jt]sx?$/, '').replace(/(^|\/)(\([^/]*\)\/)+/g, '$1').replace(/(^|\/)(route|index|\+server)$/, '');
  const suffix = kind.framework === 'h3' ? /\.(get|post|put|patch|delete)$/.exec(bare) : null;
  const method = suffix?.[1] ?? (METHODS.includes(name) ? name : '*');
  return { path: `/${suffix ? bare.slice(0, suffix.index) : bare}`, method: method.toUpperCase() };
}

/** What `middleware.ts` or `proxy.ts` of Next does for a path. */
function middlewareOf({ analysis }: CodeContext, limiters: Limiters, kind: RouteFiles, path: string): RouteDraft['guards'] {
  if (kind.framework !== 'next') return [];
  return analysis.program.files.filter((file) => file.product && /(^|\/)(middleware|proxy)\.[jt]s$/.test(file.path)).flatMap((file) => {
    const members = analysis.points.members(file.flow.exports + file.nodes);
    const node = members.get('middleware') ?? members.get('proxy') ?? members.get('default');
    const matcher = memberAt(analysis, members.get('config'), 'matcher');
    const patterns = matcher === undefined ? [] : elementsAt(analysis, matcher).flatMap((each) => literalsAt(analysis, memberAt(analysis, each, 'source') ?? each)).map(String);
    return node === undefined || (patterns.length > 0 && !patterns.some((pattern) => matches(pattern, path))) ? [] : guardsAt(analysis, limiters, node, { path: file.path, line: 1 });
  });
}

/** A pattern of a matcher: `/api/:path*`, or `/((?!_next|favicon.ico).*)` for all but some. */
function matches(pattern: string, path: string): boolean {
  const but = /^\/\(\(\?!([^)]*)\)/.exec(pattern)?.[1];
  if (but !== undefined) return !but.split('|').some((part) => part !== '' && path.slice(1).startsWith(part.replace(/[\\$]/g, '')));
  return covered(pattern.replace(/\(\.\*\)|\/:\w+\*$/g, '/*').replace(/\/{2,}/g, '/'), path);
}
