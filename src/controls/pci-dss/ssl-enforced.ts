import type { DeploymentFact, DeploymentSetting } from '../../facts/deployment';
import { matters, type Guard, type HttpApplication } from '../../facts/http';
import { searched, seenAt, type Evidence } from '../../model/evidence';
import { control } from '../control';
import { deploymentPlaces, frontsOf, NO_LISTENER } from '../http-subject';

/** Nobody can use the server over plain HTTP by mistake. */
export const sslEnforced = control({
  id: 'ssl-enforced',
  needs: ['http', 'deployments'],
  applies: ['http-beyond-loopback'],
  exhaustive: false,
  messages: {
    'not-enforced': {
      severity: 'fail', nature: 'absence', cwe: 319,
      text: 'The server listens beyond loopback, and nothing redirects or refuses plain HTTP or tells browsers to use HTTPS.',
      remedy: 'Send the Strict-Transport-Security header, for example with `app.use(helmet())`, and redirect plain HTTP in the proxy; or add the configuration of the platform that does it.',
    },
  },
  judge: ({ http, deployments }, say) => {
    const { applications, unlocated } = frontsOf(http, deployments);
    const files = deployments.filter((deployment) => deployment.role !== 'pipeline').flatMap((deployment) => deploymentPlaces(deployment, (setting) => enforces(deployment, setting)).map(({ setting }) => shown(deployment, setting)));
    const exposed = applications.filter((application) => application.routes.some(matters));
    if (exposed.length === 0 && unlocated === undefined) return { findings: [], evidence: [], notApplicable: 'a route beyond loopback that speaks MCP, reads or changes something' };
    if (files.length > 0) return { findings: [], evidence: files.slice(0, 5) };
    if (exposed.length === 0) return { findings: [], evidence: unlocated ? [unlocated] : [], unverified: NO_LISTENER };
    const open = exposed.filter((application) => evidenceOf(application).length === 0);
    const [first] = open.flatMap((application) => application.listeners);
    return {
      findings: first ? [say('not-enforced', { at: first.location, anchor: 'not enforced' })] : [],
      evidence: [...exposed.flatMap(evidenceOf), searched('Looked for a redirect to HTTPS, the Strict-Transport-Security header, and a platform that enforces HTTPS.')],
    };
  },
});

/** Platforms that answer plain HTTP as well unless they are told otherwise. */
const ANSWERS_PLAIN: ReadonlySet<DeploymentFact['format']> = new Set(['fly', 'heroku', 'procfile', 'app-engine']);

/** Other platforms that end TLS answer plain HTTP with a redirect, or not at all. */
function enforces({ format }: DeploymentFact, setting: DeploymentSetting): boolean {
  return setting.kind === 'hsts' || setting.kind === 'https-redirect' || (setting.kind === 'tls' && setting.platform && !ANSWERS_PLAIN.has(format));
}

function shown(deployment: DeploymentFact, setting: DeploymentSetting): Evidence {
  const words = setting.kind === 'hsts' ? 'The Strict-Transport-Security header is sent here.' : setting.kind === 'https-redirect' ? 'Plain HTTP is redirected or refused here.' : 'The platform ends TLS here and enforces HTTPS.';
  return seenAt({ path: deployment.path, line: setting.line }, words);
}

function evidenceOf(application: HttpApplication): readonly Evidence[] {
  const secure = application.listeners.find((listener) => listener.protocol === 'https');
  if (secure && application.listeners.every((listener) => listener.protocol === 'https')) return [seenAt(secure.location, 'The server speaks HTTPS only.')];
  const platform = application.listeners.find((listener) => listener.host.by === 'platform');
  if (platform) return [seenAt(platform.location, 'The platform that runs this code enforces HTTPS.')];
  const guards = application.routes.filter(matters).flatMap((route) => route.guards.filter(isEnforcement)).slice(0, 1);
  return guards.map((guard) => seenAt(guard.location, guard.role === 'hsts' ? `The Strict-Transport-Security header is sent by ${guard.by}.` : `Plain HTTP is redirected or refused by ${guard.by}.`));
}

function isEnforcement(guard: Guard): boolean {
  return guard.role === 'hsts' || guard.role === 'https-redirect';
}
