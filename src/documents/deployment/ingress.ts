import type { DeploymentSetting } from '../../facts/deployment';
import { scalarOf, type JsonObject } from '../values';
import { lowestTls, maxAgeOf, tlsVersion } from './common';

type At = { readonly line: number; readonly scope: string };

interface Rule {
  readonly key: RegExp;
  readonly read: (value: string, at: At, key: string) => DeploymentSetting | undefined;
}

const isTrue = (value: string): boolean => /^true$/i.test(value);

/** Annotations by which ingress controllers and load balancers of the common clouds are told what to do. */
const RULES: readonly Rule[] = [
  { key: /\/(limit-rps|limit-rpm|rate-limit-rps|rate-limit-rpm|rate-limit-requests|rate-limit)$/, read: (_value, at, key) => ({ kind: 'rate-limit', by: `annotation ${key}`, ...at }) },
  { key: /\/(plugins)$/, read: (value, at) => (/rate-?limit/i.test(value) ? { kind: 'rate-limit', by: `plugin ${value}`, ...at } : undefined) },
  { key: /\/(traefik\.)?router\.middlewares$/, read: (value, at) => (/rate-?limit/i.test(value) ? { kind: 'rate-limit', by: `middleware ${value}`, ...at } : undefined) },
  { key: /\/(force-ssl-redirect|ssl-redirect|redirect-to-https|force-https)$/, read: (value, at, key) => (/^(true|\d+|https)$/i.test(value) ? { kind: 'https-redirect', by: `annotation ${key}`, ...at } : undefined) },
  { key: /\/(auth-url|auth-type|auth-signin|auth-tls-secret|auth-type-oidc|auth-idp-cognito)$/, read: (_value, at, key) => ({ kind: 'authentication', by: `annotation ${key}`, ...at }) },
  { key: /\/(hsts|enable-hsts)$/, read: (value, at) => (isTrue(value) ? { kind: 'hsts', ...at } : undefined) },
  { key: /\/(configuration-snippet|server-snippet)$/, read: (value, at) => (/Strict-Transport-Security/i.test(value) ? { kind: 'hsts', ...at, ...maxAgeOf(value) } : /limit_req\b/.test(value) ? { kind: 'rate-limit', by: 'limit_req', ...at } : undefined) },
  { key: /\/(ssl-protocols|tls-min-version|ssl-minimum-protocol-version|minimum-tls-version)$/, read: (value, at, key) => floor(value.split(/[\s,]+/), `annotation ${key}`, at) },
  { key: /\/ssl-policy$/, read: (value, at, key) => floor([awsPolicy(value)], `annotation ${key}: ${value}`, at) },
  { key: /networking\.gke\.io\/managed-certificates$|\/certificate-arn$|\/ssl-cert$/, read: (_value, at, key) => ({ kind: 'tls', by: `annotation ${key}`, platform: true, ...at }) },
];

/** What the annotations of an ingress say. With TLS, the most used controller redirects plain HTTP unless told not to. */
export function ingressAnnotations(annotations: JsonObject, at: (key: string) => At, tls: boolean): readonly DeploymentSetting[] {
  const settings = Object.entries(annotations).flatMap(([key, raw]) => {
    const value = scalarOf(raw) ?? '';
    return RULES.flatMap((rule) => (rule.key.test(key) ? rule.read(value, at(key), key) ?? [] : []));
  });
  const refused = Object.entries(annotations).some(([key, value]) => /\/(force-)?ssl-redirect$/.test(key) && /^false$/i.test(scalarOf(value) ?? ''));
  const nginx = Object.keys(annotations).some((key) => key.startsWith('nginx.ingress.kubernetes.io/')) || /nginx/.test(scalarOf(annotations['kubernetes.io/ingress.class']) ?? '');
  const redirects = settings.some((setting) => setting.kind === 'https-redirect');
  return tls && nginx && !refused && !redirects ? [...settings, { kind: 'https-redirect', by: 'the controller, by default where there is a certificate', ...at('') }] : settings;
}

function floor(versions: readonly (string | undefined)[], by: string, at: At): DeploymentSetting | undefined {
  const minimum = lowestTls(versions.map((version) => (version === undefined ? undefined : tlsVersion(version))));
  return minimum === undefined ? undefined : { kind: 'tls', by, platform: false, minimum, ...at };
}

/** The floor in the name of a security policy of AWS load balancers, such as `ELBSecurityPolicy-TLS13-1-2-2021-06`: the second pair is the lowest version. */
export function awsPolicy(name: string): string | undefined {
  const match = /TLS1?3?-(1)-(\d)/.exec(name) ?? /TLS-(1)-(\d)/.exec(name);
  if (match) return `TLSv1.${match[2] ?? ''}`;
  return /^ELBSecurityPolicy-(2016-08|FS-2018-06|TLS-1-0)/.test(name) ? 'TLSv1.0' : undefined;
}
