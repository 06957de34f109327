import type { DeploymentSetting } from '../../facts/deployment';
import { isObject, listOf, numberOf, objectOf, objectsIn, scalarOf, textOf, textsOf, type JsonObject } from '../values';
import { readYaml, type YamlDocument } from '../yaml';
import { environment, lowestTls, part, runSetting, tlsVersion, type DeploymentReader } from './common';
import { ingressAnnotations } from './ingress';
import { traefikSettings } from './traefik';

type At = { readonly line: number; readonly scope: string };

/** Whether a YAML text is a manifest of Kubernetes: each of its documents names an API version and a kind. */
export function looksLikeKubernetes(text: string): boolean {
  return /^apiVersion:\s*\S/m.test(text) && /^kind:\s*\S/m.test(text);
}

/** Reads manifests of Kubernetes, its gateways and the common custom resources; templates of Helm charts as far as they stay YAML. */
export const readKubernetes: DeploymentReader = (path, text) => {
  const templated = /\{\{/.test(text);
  const documents = readYaml(text, templated);
  const settings = documents.flatMap((document) => {
    const resource = objectOf(document.value);
    const kind = textOf(resource['kind']) ?? '';
    const name = textOf(objectOf(resource['metadata'])['name']) ?? '';
    const scope = `${kind} ${name}`.trim();
    return KINDS.get(kind)?.(resource, document, scope) ?? [];
  });
  return settings.length === 0 && !templated && !documents.some((document) => KINDS.has(textOf(objectOf(document.value)['kind']) ?? '')) ? null : part(/(^|\/)(charts?|helm)\//.test(path) || templated ? 'helm' : 'kubernetes', 'orchestrator', settings);
};

type Reader = (resource: JsonObject, document: YamlDocument, scope: string) => readonly DeploymentSetting[];

const KINDS: ReadonlyMap<string, Reader> = new Map(Object.entries<Reader>({
  Deployment: workload, StatefulSet: workload, DaemonSet: workload, Pod: workload, Job: workload, CronJob: workload, ReplicaSet: workload, Rollout: workload,
  Service: serviceOrRun, Configuration: workload,
  Ingress: ingress,
  Gateway: gateway,
  HTTPRoute: (resource, document, scope) => redirects(resource, document, scope),
  Middleware: traefik, TLSOption: traefik, IngressRoute: traefik,
  ConfigMap: configMap,
  KongPlugin: (resource, document, scope) => plugin(textOf(resource['plugin']) ?? '', { line: document.lineOf(['plugin']), scope }),
  BackendTrafficPolicy: (resource, document, scope) => (objectOf(resource['spec'])['rateLimit'] === undefined ? [] : [{ kind: 'rate-limit', by: 'rateLimit', line: document.lineOf(['spec', 'rateLimit']), scope }]),
  ClientTrafficPolicy: (resource, document, scope) => minimumOf(textOf(objectOf(objectOf(resource['spec'])['tls'])['minVersion']), { line: document.lineOf(['spec', 'tls', 'minVersion']), scope }),
  SecurityPolicy: (resource, document, scope) => ['jwt', 'oidc', 'basicAuth', 'extAuth', 'apiKeyAuth'].filter((key) => objectOf(resource['spec'])[key] !== undefined).map((key) => ({ kind: 'authentication' as const, by: key, line: document.lineOf(['spec', key]), scope })),
  RequestAuthentication: (_resource, document, scope) => [{ kind: 'authentication', by: 'RequestAuthentication', line: document.line, scope }],
  EnvoyFilter: (resource, document, scope) => [...objectsIn(resource)].filter(({ value }) => /ratelimit/i.test(textOf(value['name']) ?? '')).slice(0, 1).map(({ keys }) => ({ kind: 'rate-limit' as const, by: 'Envoy filter', line: document.lineOf(keys), scope })),
}));

function workload(resource: JsonObject, document: YamlDocument, scope: string): readonly DeploymentSetting[] {
  const settings: DeploymentSetting[] = [];
  for (const { keys, value } of objectsIn(resource)) {
    if (!/^(containers|initContainers)$/.test(keys.at(-2) ?? '')) continue;
    const at = (...rest: readonly (string | number)[]): At => ({ line: document.lineOf([...keys.map(index), ...rest]), scope });
    settings.push({ kind: 'image', image: (textOf(value['image']) ?? '').replace(/@.*$/, '').replace(/:[\w.-]+$/, ''), builds: false, ...at('image') });
    for (const key of ['command', 'args']) if (textsOf(value[key]).length > 0) settings.push(runSetting(textsOf(value[key]), at(key)));
    for (const [position, port] of listOf(value['ports']).entries()) {
      const number = numberOf(objectOf(port)['containerPort']);
      if (number !== undefined) settings.push({ kind: 'port', port: number, published: false, protocol: 'http', ...at('ports', position) });
    }
    settings.push(...containerVariables(value, at));
  }
  return settings;
}

function containerVariables(container: JsonObject, at: (...rest: readonly (string | number)[]) => At): readonly DeploymentSetting[] {
  return [
    ...listOf(container['env']).flatMap((item, position) => {
      const variable = objectOf(item);
      const name = textOf(variable['name']);
      if (name === undefined) return [];
      const secret = objectOf(variable['valueFrom'])['secretKeyRef'] !== undefined;
      return [environment(name, scalarOf(variable['value']), at('env', position), { secret })];
    }),
    ...listOf(container['envFrom']).flatMap((item): readonly DeploymentSetting[] => (objectOf(item)['secretRef'] === undefined ? [] : [{ kind: 'secret-source', by: 'a secret of the cluster', ...at('envFrom') }])),
  ];
}

/** A service of the cluster; under the same kind Knative and Cloud Run describe what they run. */
function serviceOrRun(resource: JsonObject, document: YamlDocument, scope: string): readonly DeploymentSetting[] {
  if (/knative/.test(textOf(resource['apiVersion']) ?? '')) {
    const at: At = { line: document.line, scope };
    return [{ kind: 'port', port: 443, published: true, protocol: 'https', ...at }, { kind: 'tls', by: 'the platform', platform: true, ...at }, ...workload(resource, document, scope)];
  }
  const spec = objectOf(resource['spec']);
  const published = /^(LoadBalancer|NodePort)$/.test(textOf(spec['type']) ?? '');
  return listOf(spec['ports']).flatMap((port, position): readonly DeploymentSetting[] => {
    const number = numberOf(objectOf(port)['port']);
    return number === undefined ? [] : [{ kind: 'port', port: number, published, protocol: number === 443 ? 'https' : 'http', line: document.lineOf(['spec', 'ports', position, 'port']), scope }];
  });
}

function ingress(resource: JsonObject, document: YamlDocument, scope: string): readonly DeploymentSetting[] {
  const spec = objectOf(resource['spec']);
  const annotations = objectOf(objectOf(resource['metadata'])['annotations']);
  const tls = listOf(spec['tls']).length > 0;
  const line = document.lineOf(['spec', 'tls']);
  return [
    { kind: 'port', port: tls ? 443 : 80, published: true, protocol: tls ? 'https' : 'http', line: document.lineOf(['spec']), scope },
    ...(tls ? [{ kind: 'tls' as const, by: 'tls of the ingress', platform: false, line, scope }] : [{ kind: 'plain-http' as const, by: 'an ingress without tls', line: document.lineOf(['spec']), scope }]),
    ...listOf(spec['rules']).flatMap((rule, position): readonly DeploymentSetting[] => {
      const host = textOf(objectOf(rule)['host']);
      return host === undefined ? [] : [{ kind: 'host', host, line: document.lineOf(['spec', 'rules', position, 'host']), scope }];
    }),
    ...ingressAnnotations(annotations, (key) => ({ line: document.lineOf(['metadata', 'annotations', key]), scope }), tls),
  ];
}

/** A gateway of the Gateway API or of Istio: its listeners, and the lowest version of TLS that they name. */
function gateway(resource: JsonObject, document: YamlDocument, scope: string): readonly DeploymentSetting[] {
  const spec = objectOf(resource['spec']);
  const key = spec['servers'] === undefined ? 'listeners' : 'servers';
  return listOf(spec[key]).flatMap((item, position): readonly DeploymentSetting[] => {
    const listener = objectOf(item);
    const port = isObject(listener['port']) ? listener['port'] : listener;
    const number = numberOf(port['number'] ?? port['port']);
    const protocol = textOf(port['protocol']) ?? '';
    const tls = objectOf(listener['tls']);
    const at: At = { line: document.lineOf(['spec', key, position]), scope };
    const secure = /^(HTTPS|TLS)$/i.test(protocol);
    const minimum = tlsVersion(textOf(tls['minProtocolVersion']) ?? '');
    return [
      { kind: 'port', published: true, protocol: secure ? 'https' : 'http', ...at, ...(number !== undefined && { port: number }) },
      ...(secure ? [{ kind: 'tls' as const, by: 'a listener of the gateway', platform: false, ...at, ...(minimum && { minimum }) }] : []),
      ...(tls['httpsRedirect'] === true ? [{ kind: 'https-redirect' as const, by: 'httpsRedirect', ...at }] : []),
    ];
  });
}

function redirects(resource: JsonObject, document: YamlDocument, scope: string): readonly DeploymentSetting[] {
  const settings: DeploymentSetting[] = [];
  for (const { keys, value } of objectsIn(resource)) {
    const at: At = { line: document.lineOf(keys.map(index)), scope };
    if (textOf(objectOf(value['requestRedirect'])['scheme']) === 'https') settings.push({ kind: 'https-redirect', by: 'requestRedirect', ...at });
    if (/strict-transport-security/i.test(textOf(value['name']) ?? '')) settings.push({ kind: 'hsts', ...at });
  }
  return settings;
}

function traefik(resource: JsonObject, document: YamlDocument, scope: string): readonly DeploymentSetting[] {
  return traefikSettings(objectOf(resource['spec']), (keys) => document.lineOf(['spec', ...keys.map(index)])).map((setting) => ({ ...setting, scope }))
    .concat(minimumOf(textOf(objectOf(resource['spec'])['minVersion']), { line: document.lineOf(['spec', 'minVersion']), scope }));
}

function minimumOf(version: string | undefined, at: At): readonly DeploymentSetting[] {
  const minimum = version === undefined ? undefined : lowestTls([tlsVersion(version)]);
  return minimum === undefined ? [] : [{ kind: 'tls', by: `minVersion ${version ?? ''}`, platform: false, minimum, ...at }];
}

function plugin(name: string, at: At): readonly DeploymentSetting[] {
  if (/^rate-limiting/.test(name)) return [{ kind: 'rate-limit', by: `plugin ${name}`, ...at }];
  return /^(jwt|oauth2|key-auth|basic-auth|openid-connect|hmac-auth)$/.test(name) ? [{ kind: 'authentication', by: `plugin ${name}`, ...at }] : [];
}

function configMap(resource: JsonObject, document: YamlDocument, scope: string): readonly DeploymentSetting[] {
  return Object.entries(objectOf(resource['data'])).flatMap(([name, value]) => (/^[A-Z][A-Z0-9_]*$/.test(name) && typeof value === 'string' && !value.includes('\n') ? [environment(name, value, { line: document.lineOf(['data', name]), scope })] : []));
}

function index(key: string): string | number {
  return /^\d+$/.test(key) ? Number(key) : key;
}

/** Reads the values of a Helm chart, best effort: what its ingress and its containers are given. */
export const readHelmValues: DeploymentReader = (_path, text) => {
  const [document] = readYaml(text);
  const values = objectOf(document?.value);
  if (!document) return null;
  const settings: DeploymentSetting[] = [];
  for (const { keys, value } of objectsIn(values)) {
    const scope = keys.slice(0, -1).join('.');
    if (keys.at(-1) === 'ingress' && value['enabled'] !== false) {
      const tls = listOf(value['tls']).length > 0;
      const at: At = { line: document.lineOf(keys), scope };
      settings.push({ kind: 'port', published: true, protocol: tls ? 'https' : 'http', ...at }, ...(tls ? [{ kind: 'tls' as const, by: 'tls of the ingress', platform: false, ...at }] : []));
      settings.push(...ingressAnnotations(objectOf(value['annotations']), (key) => ({ line: document.lineOf([...keys, 'annotations', key]), scope }), tls));
    }
    if (keys.at(-1) === 'env') settings.push(...Object.entries(value).flatMap(([name, item]) => (typeof item === 'string' ? [environment(name, item, { line: document.lineOf([...keys, name]), scope })] : [])));
  }
  return part('helm', 'orchestrator', settings);
};
