import type { DeploymentFact, DeploymentSetting, TlsSetting } from '../../facts/deployment';
import { matters, type HttpApplication, type HttpFact, type Listener } from '../../facts/http';
import { searched, seenAt, type Evidence } from '../../model/evidence';
import type { Finding } from '../../model/finding';
import type { Location } from '../../model/location';
import { control, type Say } from '../control';
import { frontsOf, NO_LISTENER } from '../http-subject';

type MessageId = 'low-floor' | 'unchecked-certificate' | 'plain-request' | 'plain-listener' | 'no-floor';

/** What the server answers beyond the machine is encrypted with TLS 1.3, and what it calls is called with certificates checked. */
export const tls = control({
  id: 'tls',
  needs: ['http', 'deployments'],
  applies: ['http-beyond-loopback', 'remote-calls'],
  exhaustive: true,
  messages: {
    'low-floor': {
      severity: 'fail', nature: 'defect', cwe: 327,
      text: 'TLS is ended here with a floor of {minimum}, which is below 1.3.',
      remedy: 'Set the floor to TLS 1.3: `minVersion: \'TLSv1.3\'` in Node, `ssl_protocols TLSv1.3;` in nginx.',
    },
    'unchecked-certificate': {
      severity: 'fail', nature: 'defect', cwe: 295,
      text: 'The check of certificates is switched off ({by}), so that anybody on the way can answer in the place of the service.',
      remedy: 'Remove it. For a certificate of your own authority, pass that authority\'s certificate as `ca`, or set NODE_EXTRA_CA_CERTS.',
    },
    'plain-request': {
      severity: 'fail', nature: 'defect', cwe: 319,
      text: 'A request goes to `http://{host}` without encryption.',
      remedy: 'Use `https://`.',
    },
    'plain-listener': {
      severity: 'fail', nature: 'absence', cwe: 319,
      text: 'The server listens for plain HTTP beyond loopback, and nothing in this repository ends TLS in front of it.',
      remedy: 'Listen on 127.0.0.1, end TLS with `https.createServer({ key, cert, minVersion: \'TLSv1.3\' }, app)`, or add the configuration of the proxy or platform that stands in front.',
    },
    'no-floor': {
      severity: 'warn', nature: 'absence', cwe: 327,
      text: 'TLS is ended here and no lowest version is set, so that the library\'s own counts.',
      remedy: 'Set the floor to TLS 1.3.',
    },
  },
  judge: ({ http, deployments }, say) => {
    const { applications, unlocated } = frontsOf(http, deployments);
    const exposed = applications.filter((application) => application.routes.some(matters));
    const ends = tlsPlaces(deployments);
    const findings = [...outbound(http, say), ...listening(exposed, ends, say), ...ends.flatMap((place) => floorOf(place, say))];
    const evidence = [...ends.flatMap(floorShown), ...exposed.flatMap(serversShown), ...outboundShown(http)];
    if (findings.some((finding) => finding.severity === 'fail')) return { findings, evidence };
    if (exposed.length === 0 && unlocated && ends.length === 0) return { findings, evidence: [unlocated], unverified: NO_LISTENER };
    if (exposed.length === 0 && http.outbound.length === 0) return { findings: [], evidence: [], notApplicable: 'a route beyond loopback that speaks MCP, reads or changes something, or a call to another service' };
    return { findings, evidence };
  },
});

interface TlsPlace {
  readonly deployment: DeploymentFact;
  readonly setting: TlsSetting;
}

function tlsPlaces(deployments: readonly DeploymentFact[]): readonly TlsPlace[] {
  const isTls = (setting: DeploymentSetting): setting is TlsSetting => setting.kind === 'tls';
  return deployments.filter((deployment) => deployment.role !== 'pipeline').flatMap((deployment) => deployment.settings.filter(isTls).map((setting) => ({ deployment, setting })));
}

const at = ({ deployment, setting }: TlsPlace): Location => ({ path: deployment.path, line: setting.line });

/** Platforms choose their own floor, which the repository cannot show. */
function floorOf(place: TlsPlace, say: Say<MessageId>): readonly Finding[] {
  const { minimum, platform } = place.setting;
  const anchor = `${place.deployment.path} ${place.setting.scope} ${place.setting.by}`;
  if (minimum !== undefined && minimum !== 'TLSv1.3') return [say('low-floor', { at: at(place), data: { minimum }, anchor })];
  return minimum === undefined && !platform ? [say('no-floor', { at: at(place), anchor })] : [];
}

function floorShown(place: TlsPlace): readonly Evidence[] {
  const { minimum, platform, by } = place.setting;
  if (platform) return [seenAt(at(place), `The platform ends TLS here (${by}); the lowest version that it accepts is not shown in the repository.`)];
  return minimum === 'TLSv1.3' ? [seenAt(at(place), `TLS is ended here (${by}) with a floor of ${minimum}.`)] : [];
}

/** Servers that end TLS themselves, and plain ones with nothing in front. */
function listening(exposed: readonly HttpApplication[], ends: readonly TlsPlace[], say: Say<MessageId>): readonly Finding[] {
  return exposed.flatMap((application) => application.listeners.filter((listener) => !listener.shortLived)).flatMap((listener) => {
    if (listener.tls) return serverFloor(listener, say);
    const covered = listener.protocol === 'https' || listener.host.by === 'platform' || ends.length > 0 || listener.host.reach === 'loopback';
    return covered ? [] : [say('plain-listener', { at: listener.location, anchor: 'plain listener' })];
  });
}

function serverFloor({ tls: server }: Listener, say: Say<MessageId>): readonly Finding[] {
  if (!server || server.minimum === 'TLSv1.3') return [];
  return server.minimum === undefined ? [say('no-floor', { at: server.location, anchor: 'no floor' })] : [say('low-floor', { at: server.location, data: { minimum: server.minimum }, anchor: 'low floor' })];
}

function serversShown(application: HttpApplication): readonly Evidence[] {
  return application.listeners.flatMap((listener): readonly Evidence[] => {
    if (listener.tls?.minimum === 'TLSv1.3') return [seenAt(listener.tls.location, 'The server ends TLS with a floor of 1.3.')];
    return listener.host.by === 'platform' ? [seenAt(listener.location, 'The platform ends TLS; the lowest version that it accepts is not shown in the repository.')] : [];
  });
}

function outbound(http: HttpFact, say: Say<MessageId>): readonly Finding[] {
  return [
    ...http.uncheckedCertificates.filter((each) => !each.optional).map((each) => say('unchecked-certificate', { at: each.location, data: { by: `\`${each.by}\`` }, anchor: `unchecked ${each.digest}` })),
    ...http.plainRequests.map((each) => say('plain-request', { at: each.location, data: { host: each.host }, anchor: `plain ${each.host}` })),
  ];
}

function outboundShown(http: HttpFact): readonly Evidence[] {
  const { outbound: calls } = http;
  const [first] = calls;
  return [
    ...(first ? [seenAt(first.location, 'Other services are called from here with certificates checked.')] : []),
    searched(`Looked at ${calls.length} ${calls.length === 1 ? 'call' : 'calls'} to other services for \`http://\` and for checks of certificates that are switched off.`),
  ];
}
