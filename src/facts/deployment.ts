/** Kinds of file that say how a server is run or what stands in front of it. */
export type DeploymentFormat =
  | 'dockerfile' | 'compose' | 'fly' | 'vercel' | 'netlify' | 'wrangler' | 'serverless' | 'procfile' | 'render' | 'railway'
  | 'app-engine' | 'kubernetes' | 'helm' | 'terraform' | 'nginx' | 'caddy' | 'traefik' | 'haproxy' | 'envoy' | 'smithery'
  | 'workflow' | 'heroku' | 'cloud-build' | 'app-runner' | 'digitalocean';

/** `platform` runs the server and mostly terminates TLS; `proxy` stands in front; `container` is an image or its composition. */
export type DeploymentRole = 'container' | 'platform' | 'proxy' | 'orchestrator' | 'infrastructure' | 'pipeline';

interface SettingBase {
  readonly line: number;
  /** The part of the file that it speaks of, such as `service web` or `server api.example.com`; empty for the whole. */
  readonly scope: string;
}

/** A port on which something can be reached. `published`: from outside the container or cluster. */
export interface PortSetting extends SettingBase {
  readonly kind: 'port';
  readonly port?: number;
  /** Interface, where the file names one: `127.0.0.1` is loopback only. */
  readonly host?: string;
  readonly published: boolean;
  readonly protocol: 'http' | 'https' | 'tcp';
}

/** A public name under which it is reached. */
export interface HostSetting extends SettingBase {
  readonly kind: 'host';
  readonly host: string;
}

/**
 * An environment variable. Its value is kept only where its name speaks of hosts, ports, modes or TLS.
 * `literal`: the value stands in the file; `secret`: the platform's secret store; `reference`: taken from elsewhere.
 */
export interface EnvironmentSetting extends SettingBase {
  readonly kind: 'environment';
  readonly name: string;
  /** Its name speaks of a secret. */
  readonly secret: boolean;
  readonly source: 'literal' | 'secret' | 'reference' | 'empty';
  readonly value?: string;
  /** Baked into an image by ARG or ENV, and so readable by everyone who has the image. */
  readonly baked: boolean;
}

/** What is started, secrets masked. */
export interface RunSetting extends SettingBase {
  readonly kind: 'run';
  readonly command: readonly string[];
  /** Options among them that hand over a secret by value, as `--api-key $API_KEY`. */
  readonly secretArguments: readonly string[];
}

/** An image that is used or built, without its tag. */
export interface ImageSetting extends SettingBase {
  readonly kind: 'image';
  readonly image: string;
  readonly builds: boolean;
}

/** TLS is terminated here. `minimum` is the lowest version that the file allows; absent when it does not say. */
export interface TlsSetting extends SettingBase {
  readonly kind: 'tls';
  readonly minimum?: TlsVersion;
  /** What says so, as written. */
  readonly by: string;
  /** The platform does it, with a floor that the repository does not show. */
  readonly platform: boolean;
}

export type TlsVersion = 'SSLv3' | 'TLSv1.0' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** Requests are limited in number per time here. Limits on connections alone are no such thing. */
export interface RateLimitSetting extends SettingBase {
  readonly kind: 'rate-limit';
  readonly by: string;
}

/** `Strict-Transport-Security` is sent. `maxAge` in seconds. */
export interface HstsSetting extends SettingBase {
  readonly kind: 'hsts';
  readonly maxAge?: number;
}

/** Plain HTTP is answered with a redirect to HTTPS, or not at all. */
export interface HttpsRedirectSetting extends SettingBase {
  readonly kind: 'https-redirect';
  readonly by: string;
}

/** Plain HTTP is answered and passed on. */
export interface PlainListenerSetting extends SettingBase {
  readonly kind: 'plain-http';
  readonly by: string;
}

/** Callers are authenticated before the server sees them. */
export interface AuthenticationSetting extends SettingBase {
  readonly kind: 'authentication';
  readonly by: string;
}

/** Requests are handed to `to`. */
export interface ProxySetting extends SettingBase {
  readonly kind: 'proxy';
  readonly to: string;
}

/** A name from a secret store, a vault or the platform that is handed to the server. */
export interface SecretSourceSetting extends SettingBase {
  readonly kind: 'secret-source';
  readonly by: string;
}

export type DeploymentSetting =
  | PortSetting | HostSetting | EnvironmentSetting | RunSetting | ImageSetting | TlsSetting | RateLimitSetting | HstsSetting
  | HttpsRedirectSetting | PlainListenerSetting | AuthenticationSetting | ProxySetting | SecretSourceSetting;

/** What one deployment file says. */
export interface DeploymentPart {
  readonly format: DeploymentFormat;
  readonly role: DeploymentRole;
  readonly settings: readonly DeploymentSetting[];
}

export interface DeploymentFact extends DeploymentPart {
  readonly path: string;
}
