import type { DeploymentFact, DeploymentSetting } from '../../facts/deployment';
import { matters, type Guard, type HttpApplication, type Route } from '../../facts/http';
import type { LimiterFact } from '../../facts/limiters';
import { searched, seenAt, type Evidence } from '../../model/evidence';
import type { Finding } from '../../model/finding';
import { control, type Say } from '../control';
import { deploymentPlaces, frontsOf, NO_LISTENER } from '../http-subject';

type MessageId = 'no-limiter' | 'not-wired' | 'wired-late' | 'never-resets' | 'spoofable-key';

/** A limit on the number of requests stands in front of the MCP endpoint and of every other route that costs something. */
export const rateLimiting = control({
  id: 'rate-limiting',
  needs: ['http', 'limiters', 'deployments', 'packages'],
  applies: ['http-beyond-loopback'],
  exhaustive: true,
  messages: {
    'no-limiter': {
      severity: 'fail', nature: 'absence', cwe: 770,
      text: 'Nothing limits how often a client may call {routes}.',
      remedy: 'Put a limiter in front of it, before the handler, with a window that ends: `app.use(rateLimit({ windowMs: 60_000, limit: 100 }))` of express-rate-limit, or a limit of the gateway or platform.',
    },
    'not-wired': {
      severity: 'fail', nature: 'defect', cwe: 770,
      text: 'The limiter {name} is made here and no request passes it on the way to {routes}.',
      remedy: 'Wire it before the routes, for example `app.use(limiter)`.',
    },
    'wired-late': {
      severity: 'fail', nature: 'defect', cwe: 770,
      text: 'The limiter is wired after the route {routes}, which answers before the limiter runs.',
      remedy: 'Move the limiter above the route.',
    },
    'never-resets': {
      severity: 'fail', nature: 'defect', cwe: 770,
      text: 'The count that {name} keeps for each client only grows, so that a client who reached the limit is locked out until the server restarts, and the map never shrinks.',
      remedy: 'Store when the window began, start again at zero when it is over, and remove entries that are out of date; or use a library such as express-rate-limit.',
    },
    'spoofable-key': {
      severity: 'fail', nature: 'defect', cwe: 348,
      text: 'The limiter tells clients apart by the header `{header}`, which a client can send with any value, so that each request can look like a new client.',
      remedy: 'Use the address of the connection, and say which proxy is trusted (`app.set(\'trust proxy\', 1)` in Express), or use the identity that was checked.',
    },
  },
  judge: ({ http, limiters, deployments, packages }, say) => {
    const { applications, unlocated } = frontsOf(http, deployments);
    const limits = deployments.filter(limitsItself).flatMap((deployment) => deploymentPlaces(deployment, (setting) => setting.kind === 'rate-limit'));
    if (applications.length === 0 && unlocated !== undefined) return limits.length > 0 ? { findings: [], evidence: limits.map(byDeployment) } : { findings: [], evidence: [unlocated], unverified: NO_LISTENER };
    const served = applications.map((application) => ({ application, routes: application.routes.filter(matters) })).filter(({ routes }) => routes.length > 0);
    if (served.length === 0) return { findings: [], evidence: nothingServed(applications), notApplicable: 'a route beyond loopback that speaks MCP, reads or changes something' };
    if (limits.length > 0) return { findings: [], evidence: limits.map(byDeployment) };
    const trusted = deployments.some((deployment) => deployment.role === 'platform' || deployment.role === 'proxy' || deployment.role === 'orchestrator');
    const findings = served.flatMap(({ application, routes }) => [...unlimited(routes, limiters, packages.judged.flatMap(({ dependencies }) => dependencies.map(({ name }) => name)), say), ...weak(application, routes, limiters, trusted, say)]);
    return { findings: unique(findings), evidence: served.flatMap(({ routes }) => routes.flatMap(limitersOf)).slice(0, 10) };
  },
});

/** A binding of Workers limits nothing until the code asks it. */
function limitsItself({ role, format }: DeploymentFact): boolean {
  return role !== 'pipeline' && format !== 'wrangler';
}

function byDeployment({ deployment, setting }: { readonly deployment: DeploymentFact; readonly setting: DeploymentSetting }): Evidence {
  return seenAt({ path: deployment.path, line: setting.line }, `Requests are limited here${setting.kind === 'rate-limit' ? ` by ${setting.by}` : ''}.`);
}

function nothingServed(applications: readonly HttpApplication[]): readonly Evidence[] {
  const routes = applications.flatMap((application) => application.routes);
  return [searched(`Looked at ${routes.length} ${routes.length === 1 ? 'route' : 'routes'} of the servers that listen beyond loopback; none speaks MCP, reads or changes anything.`)];
}

const named = (routes: readonly Route[]): string => [...new Set(routes.map((route) => `${route.method === '*' ? '' : `${route.method} `}\`${route.path === '*' ? 'any path' : route.path}\``))].slice(0, 5).join(', ');

const guardsOf = (route: Route): readonly Guard[] => route.guards.filter((guard) => guard.role === 'limiter');

function limitersOf(route: Route): readonly Evidence[] {
  return guardsOf(route).slice(0, 1).map((guard) => seenAt(guard.location, `Requests to ${named([route])} pass the limiter ${guard.by}.`));
}

/** Routes without a limiter: one finding for those where it is wired late, one for all the others. */
function unlimited(routes: readonly Route[], limiters: readonly LimiterFact[], dependencies: readonly string[], say: Say<MessageId>): readonly Finding[] {
  const bare = routes.filter((route) => guardsOf(route).length === 0);
  const late = bare.filter((route) => route.late.some((guard) => guard.role === 'limiter'));
  const without = bare.filter((route) => !late.includes(route));
  const idle = limiters.find((limiter) => limiter.wired.length === 0 && limiter.asked !== true);
  const [first] = without;
  if (!first) return late.map((route) => lateFinding(route, say));
  const data = { routes: named(without) };
  const missing = idle
    ? say('not-wired', { at: idle.location, data: { ...data, name: idle.name }, anchor: `not wired ${idle.name}` })
    : say('no-limiter', { at: first.location, data: { routes: `${data.routes}${installed(dependencies)}` }, anchor: `no limiter ${data.routes}` });
  return [...late.map((route) => lateFinding(route, say)), missing];
}

function lateFinding(route: Route, say: Say<MessageId>): Finding {
  const at = route.late.find((guard) => guard.role === 'limiter')?.location ?? route.location;
  return say('wired-late', { at, data: { routes: named([route]) }, anchor: `late ${named([route])}` });
}

const PACKAGES = /rate-?limit|throttl|^express-(slow-down|brute)$|^@arcjet\//i;

function installed(dependencies: readonly string[]): string {
  const name = dependencies.find((dependency) => PACKAGES.test(dependency));
  return name === undefined ? '' : `, although \`${name}\` is installed`;
}

/** Limiters that stand in front of a route and do not do their work. */
function weak(application: HttpApplication, routes: readonly Route[], limiters: readonly LimiterFact[], trusted: boolean, say: Say<MessageId>): readonly Finding[] {
  return routes.flatMap((route) => {
    const own = guardsOf(route).flatMap((guard) => (guard.limiter === undefined ? [undefined] : [limiters[guard.limiter]]));
    const broken = own.map((limiter) => (limiter === undefined ? undefined : flawOf(limiter, application, trusted, say)));
    // One limiter that works is enough.
    return broken.every((finding) => finding !== undefined) ? broken : [];
  });
}

function flawOf(limiter: LimiterFact, application: HttpApplication, trusted: boolean, say: Say<MessageId>): Finding | undefined {
  if (!limiter.resets) return say('never-resets', { at: limiter.location, data: { name: `\`${limiter.name}\`` }, anchor: `never resets ${limiter.name}` });
  const { key } = limiter;
  if (key.source !== 'header' || trusted || application.trustProxy) return undefined;
  return say('spoofable-key', { at: key.location ?? limiter.location, data: { header: key.header ?? '' }, anchor: `key ${key.header ?? ''}` });
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.kind} ${finding.anchor}`, finding])).values()];
}
