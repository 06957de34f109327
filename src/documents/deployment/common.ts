import type { DeploymentFormat, DeploymentPart, DeploymentRole, DeploymentSetting, EnvironmentSetting, PortSetting, RunSetting, TlsVersion } from '../../facts/deployment';
import { isReference } from '../secrets/placeholder';
import { isStandIn } from '../secrets/addresses';
import { tellsSecret } from '../secrets/names';
import { withoutQuery } from '../markdown/install';

/** Reads one deployment file; null when the file turns out to be something else. Throws when it is broken. */
export type DeploymentReader = (path: string, text: string) => DeploymentPart | null;

/** Most settings of one file that are kept. */
const MAX_SETTINGS = 2000;

export function part(format: DeploymentFormat, role: DeploymentRole, settings: readonly DeploymentSetting[]): DeploymentPart {
  return { format, role, settings: settings.slice(0, MAX_SETTINGS) };
}

/** Names whose values say where and how a server listens; no other value is kept. */
const KEPT = /HOST|PORT|ADDR|BIND|LISTEN|TRANSPORT|MODE|ENVIRONMENT|NODE_ENV|TLS|SSL|HTTPS?|ORIGIN|URL$|LEVEL|DEBUG/i;

/** A variable as a file sets it. `secret` says that the value comes from a secret store. */
export function environment(name: string, value: string | undefined, at: { readonly line: number; readonly scope: string }, options: { readonly baked?: boolean; readonly secret?: boolean } = {}): EnvironmentSetting {
  const source = options.secret === true ? 'secret' : sourceOf(name, value);
  const kept = source === 'literal' && value !== undefined && KEPT.test(name) && !tellsSecret(name);
  return { kind: 'environment', name: name.slice(0, 200), secret: tellsSecret(name), source, baked: options.baked === true, ...at, ...(kept && { value: withoutQuery(value).slice(0, 200) }) };
}

function sourceOf(name: string, value: string | undefined): EnvironmentSetting['source'] {
  if (value === undefined) return 'reference';
  if (value.trim() === '') return 'empty';
  if (/\$\{\{\s*secrets\.|secretsmanager|ssm:|secretRef|keyvault|^sm:\/\//i.test(value)) return 'secret';
  if (isReference(value) || /\$[({A-Za-z_]/.test(value)) return 'reference';
  return tellsSecret(name) && isStandIn(value, '') ? 'empty' : 'literal';
}

/** What is started; options that hand over a secret are told apart. */
export function runSetting(command: readonly string[], at: { readonly line: number; readonly scope: string }): RunSetting {
  const secretArguments = command.flatMap((word, index) => {
    const [, option = '', inline] = /^(--?[\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const value = inline ?? command[index + 1] ?? '';
    return option !== '' && tellsSecret(option) && /\$[({A-Za-z_]/.test(value) ? [`${option} ${value}`.slice(0, 100)] : [];
  });
  return { kind: 'run', command: command.slice(0, 100), secretArguments, ...at };
}

/** `8080`, `8080:3000`, `127.0.0.1:8080:3000`, `[::1]:80:80/tcp`, as container tools write ports; the outer port counts. */
export function portMapping(text: string, at: { readonly line: number; readonly scope: string }): PortSetting {
  const [mapping = '', protocol] = text.split('/');
  const parts = /^(?:(\[[^\]]*\]|[\d.]+|[\w.$}{:-]*?):)?(?:([\d$][\w${}:-]*?):)?(\d[\d-]*)$/.exec(mapping);
  const host = parts?.[2] !== undefined ? parts[1] : /^\d+\.\d+\.\d+\.\d+$|^\[/.test(parts?.[1] ?? '') ? parts?.[1] : undefined;
  const outer = parts?.[2] ?? (host === undefined ? parts?.[1] : undefined) ?? parts?.[3];
  return {
    kind: 'port', published: true, protocol: protocol === 'udp' ? 'tcp' : 'http', ...at,
    ...(/^\d+$/.test(outer ?? '') && { port: Number(outer) }),
    ...(host !== undefined && { host }),
  };
}

/** The version of TLS that a name stands for in whatever spelling: `TLSv1.2`, `TLS1_2`, `VersionTLS12`, `1.2`, `TLS_1_2`. */
export function tlsVersion(text: string): TlsVersion | undefined {
  if (/ssl_?v?3/i.test(text)) return 'SSLv3';
  const minor = /(?:tls|version|^)[\s_.v-]*1[._-]?([0-3])?(?!\d)/i.exec(text);
  if (!minor) return undefined;
  return (['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const)[Number(minor[1] ?? 0)];
}

const ORDER: readonly TlsVersion[] = ['SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/** The lowest of several versions. */
export function lowestTls(versions: readonly (TlsVersion | undefined)[]): TlsVersion | undefined {
  return ORDER.find((version) => versions.includes(version));
}

/** Seconds of `max-age` in a Strict-Transport-Security header (RFC 6797, 6.1.1). */
export function maxAgeOf(header: string): { readonly maxAge?: number } {
  const digits = /max-age\s*=\s*"?(\d{1,12})/i.exec(header)?.[1];
  return digits === undefined ? {} : { maxAge: Number(digits) };
}

/** Whether an address is reachable from this machine alone. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i.test(host.trim());
}
