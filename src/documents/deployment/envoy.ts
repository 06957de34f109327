import type { DeploymentSetting } from '../../facts/deployment';
import { readJson } from '../json';
import { numberOf, objectOf, objectsIn, textOf, type Json } from '../values';
import { readYaml } from '../yaml';
import { part, tlsVersion, type DeploymentReader } from './common';

/** Whether a text configures Envoy: its bootstrap, or the resources that a control plane would send. */
export function looksLikeEnvoy(text: string): boolean {
  return /^\s*"?static_resources"?:/m.test(text) || /envoy\.filters\.(http|network)|type\.googleapis\.com\/envoy\./.test(text);
}

/** Reads Envoy's configuration (envoyproxy.io, v3). */
export const readEnvoy: DeploymentReader = (path, text) => {
  const document = path.endsWith('.json') ? readJson(text) : readYaml(text)[0];
  if (!document) return null;
  const settings: DeploymentSetting[] = [];
  for (const { keys, value } of objectsIn(document.value)) {
    const at = { line: document.lineOf(keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key))), scope: listenerOf(document.value, keys) };
    const name = textOf(value['name']) ?? '';
    if (/(local_)?ratelimit/.test(name) && value['typed_config'] !== undefined) settings.push({ kind: 'rate-limit', by: name, ...at });
    if (/jwt_authn|ext_authz|oauth2|basic_auth|api_key_auth/.test(name) && value['typed_config'] !== undefined) settings.push({ kind: 'authentication', by: name, ...at });
    if (value['https_redirect'] === true) settings.push({ kind: 'https-redirect', by: 'https_redirect', ...at });
    if (/strict-transport-security/i.test(textOf(value['key']) ?? '')) settings.push({ kind: 'hsts', ...at });
    if (keys.at(-1) === 'socket_address' && keys.includes('listeners')) settings.push(...port(value, at));
    if (/DownstreamTlsContext$/.test(textOf(value['@type']) ?? '')) settings.push(tlsOf(value, at));
  }
  return part('envoy', 'proxy', settings);
};

type At = { readonly line: number; readonly scope: string };

function port(value: Readonly<Record<string, Json>>, at: At): readonly DeploymentSetting[] {
  const number = numberOf(value['port_value']);
  const host = textOf(value['address']);
  return number === undefined ? [] : [{ kind: 'port', port: number, published: true, protocol: number === 443 || number === 8443 ? 'https' : 'http', ...at, ...(host !== undefined && { host }) }];
}

/** Envoy's own default for servers is TLS 1.2 (envoyproxy.io, TlsParameters). */
function tlsOf(context: Readonly<Record<string, Json>>, at: At): DeploymentSetting {
  const named = textOf(objectOf(objectOf(context['common_tls_context'])['tls_params'])['tls_minimum_protocol_version']);
  const minimum = named === undefined || named === 'TLS_AUTO' ? 'TLSv1.2' : tlsVersion(named);
  return { kind: 'tls', by: named ?? 'DownstreamTlsContext', platform: false, ...at, ...(minimum && { minimum }) };
}

function listenerOf(root: Json, keys: readonly string[]): string {
  const at = keys.indexOf('listeners');
  if (at === -1) return '';
  let node: unknown = root;
  for (const key of keys.slice(0, at + 2)) node = Array.isArray(node) ? node[Number(key)] : objectOf(node)[key];
  return `listener ${textOf(objectOf(node)['name']) ?? keys[at + 1] ?? ''}`;
}
