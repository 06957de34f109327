import type { DeploymentSetting } from '../../facts/deployment';
import { numberOf, objectsIn, textOf, type JsonObject } from '../values';
import { readYaml } from '../yaml';
import { environment, part, type DeploymentReader } from './common';
import { variablesOf } from './compose';

/** Reads the Serverless Framework's file and templates of AWS SAM and CloudFormation: what listens, limits, authenticates. */
export const readServerless: DeploymentReader = (_path, text) => {
  const [document] = readYaml(text);
  if (!document) return null;
  const settings: DeploymentSetting[] = [];
  for (const { keys, value } of objectsIn(document.value)) {
    const at = { line: document.lineOf(keys), scope: scopeOf(keys) };
    settings.push(...eventsOf(value, at), ...limitsOf(value, at), ...variablesIn(value, keys, at, document.lineOf));
  }
  return part('serverless', 'platform', settings);
};

type At = { readonly line: number; readonly scope: string };

function scopeOf(keys: readonly string[]): string {
  const at = keys.findIndex((key) => /^(functions|Resources)$/.test(key));
  return at === -1 ? '' : keys[at + 1] ?? '';
}

function eventsOf(value: JsonObject, at: At): readonly DeploymentSetting[] {
  const framework = value['http'] ?? value['httpApi'] ?? (value['url'] === true ? true : undefined);
  const sam = /^(Api|HttpApi)$/.test(textOf(value['Type']) ?? '') || /^AWS::(Serverless::(Http)?Api|ApiGatewayV?2?::\w*Api|Lambda::Url)$/.test(textOf(value['Type']) ?? '');
  if (framework === undefined && !sam) return [];
  return [
    { kind: 'port', port: 443, published: true, protocol: 'https', ...at },
    { kind: 'tls', by: 'the API gateway', platform: true, ...at },
    { kind: 'https-redirect', by: 'the API gateway, which answers HTTPS only', ...at },
  ];
}

function limitsOf(value: JsonObject, at: At): readonly DeploymentSetting[] {
  const settings: DeploymentSetting[] = [];
  const limits = ['throttle', 'throttling', 'usagePlan', 'ThrottlingRateLimit', 'MethodSettings', 'RateBasedStatement', 'Throttle'];
  const limit = limits.find((key) => value[key] !== undefined);
  if (limit !== undefined) settings.push({ kind: 'rate-limit', by: limit, ...at });
  const authorizer = ['authorizer', 'authorizers', 'Authorizers', 'DefaultAuthorizer', 'AuthorizerId'].find((key) => value[key] !== undefined);
  if (authorizer !== undefined) settings.push({ kind: 'authentication', by: authorizer, ...at });
  else if (value['private'] === true) settings.push({ kind: 'authentication', by: 'private: true', ...at });
  const minimum = textOf(value['SecurityPolicy']) ?? textOf(value['securityPolicy']);
  if (minimum !== undefined && /tls/i.test(minimum)) settings.push({ kind: 'tls', by: `security policy ${minimum}`, platform: false, minimum: /1_?3/.test(minimum) ? 'TLSv1.3' : /1_?2/.test(minimum) ? 'TLSv1.2' : 'TLSv1.0', ...at });
  return settings;
}

function variablesIn(value: JsonObject, keys: readonly string[], at: At, lineOf: (path: readonly string[]) => number): readonly DeploymentSetting[] {
  const key = keys.at(-1) ?? '';
  const own = key === 'environment' || (key === 'Variables' && keys.at(-2) === 'Environment');
  if (!own || numberOf(value['size']) !== undefined) return [];
  return variablesOf(value).map(([name, text]) => environment(name, text, { ...at, line: lineOf([...keys, name]) }));
}
