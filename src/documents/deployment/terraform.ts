import type { DeploymentSetting } from '../../facts/deployment';
import { environment, part, tlsVersion, type DeploymentReader } from './common';
import { hclBlocks, hclText, readHcl, type HclBlock } from './hcl';
import { awsPolicy } from './ingress';

type At = { readonly line: number; readonly scope: string };

/** Reads Terraform and OpenTofu, best effort: the resources of the common clouds that listen, terminate TLS, limit or authenticate. */
export const readTerraform: DeploymentReader = (_path, text) => {
  const settings = readHcl(text).flatMap((resource): readonly DeploymentSetting[] => {
    const [kind = '', name = ''] = resource.labels;
    const scope = `${kind}.${name}`;
    if (resource.type === 'data' && SECRETS.test(kind)) return [{ kind: 'secret-source', by: kind, line: resource.line, scope }];
    if (resource.type !== 'resource') return [];
    return [...hclBlocks([resource])].flatMap((block) => RULES.flatMap((rule) => rule(block, kind, { line: block.line, scope })));
  });
  return settings.length === 0 ? null : part('terraform', 'infrastructure', settings);
};

const SECRETS = /secretsmanager|ssm_parameter|secret_manager_secret|key_vault_secret|^vault_/;

type Rule = (block: HclBlock, kind: string, at: At) => readonly DeploymentSetting[];

/** Where each cloud writes the lowest version of TLS. */
const FLOORS = ['ssl_policy', 'minimum_protocol_version', 'min_tls_version', 'minimum_tls_version', 'minimum_min_tls_version', 'security_policy', 'tls_version', 'min_protocol_version'];

const RULES: readonly Rule[] = [
  (block, _kind, at) => FLOORS.flatMap((name): readonly DeploymentSetting[] => {
    const value = hclText(block, name);
    const minimum = value === undefined ? undefined : tlsVersion(awsPolicy(value) ?? value);
    return value === undefined || minimum === undefined ? [] : [{ kind: 'tls', by: `${name} = ${value}`, platform: false, minimum, ...at, line: lineOf(block, name) }];
  }),
  (block, kind, at) => {
    if (!/^aws_(lb|alb)_listener$/.test(kind) || block.type !== 'resource') return [];
    const port = Number(hclText(block, 'port'));
    const secure = /^(HTTPS|TLS)$/.test(hclText(block, 'protocol') ?? '');
    const redirects = [...hclBlocks(block.blocks)].some((inner) => inner.type === 'redirect' && /HTTPS/.test(hclText(inner, 'protocol') ?? ''));
    const listener: DeploymentSetting = { kind: 'port', published: true, protocol: secure ? 'https' : 'http', ...at, ...(Number.isInteger(port) && { port }) };
    if (redirects) return [listener, { kind: 'https-redirect', by: 'redirect of the listener', ...at }];
    return secure ? [listener] : [listener, { kind: 'plain-http', by: 'a listener for plain HTTP', ...at }];
  },
  (block, _kind, at) => {
    const redirect = ['viewer_protocol_policy', 'https_only', 'always_use_https', 'https_redirect', 'https_traffic_only_enabled', 'enable_https_traffic_only', 'allow_insecure_connections']
      .find((name) => REDIRECTS[name]?.test(hclText(block, name) ?? '') === true);
    return redirect === undefined ? [] : [{ kind: 'https-redirect', by: redirect, ...at, line: lineOf(block, redirect) }];
  },
  (block, kind, at) => {
    const limits = ['throttling_rate_limit', 'throttling_burst_limit', 'rate_limit_options', 'requests_per_period'].find((name) => block.attributes.has(name));
    const blocks = /^(rate_based_statement|rate_limit_options|throttle_settings|ratelimit|rate_limit|default_rate_limit)$/.test(block.type);
    return limits !== undefined || blocks || (/^(cloudflare_rate_limit|aws_api_gateway_usage_plan)$/.test(kind) && block.type === 'resource') ? [{ kind: 'rate-limit', by: limits ?? (blocks ? block.type : kind), ...at }] : [];
  },
  (block, kind, at) => {
    const authorizer = ['authorizer_id', 'authorization_type', 'authorization'].find((name) => !/^(NONE|)$/.test(hclText(block, name) ?? ''));
    const blocks = /^(authenticate_oidc|authenticate_cognito|auth_settings|auth_settings_v2|iap|jwt_configuration)$/.test(block.type);
    return authorizer !== undefined || blocks || (/^(cloudflare_access_policy|cloudflare_zero_trust_access_policy)$/.test(kind) && block.type === 'resource') ? [{ kind: 'authentication', by: authorizer ?? (blocks ? block.type : kind), ...at }] : [];
  },
  (block, kind, at) => (block.type === 'resource' && HOSTED.test(kind)
    ? [{ kind: 'port', port: 443, published: true, protocol: 'https', ...at }, { kind: 'tls', by: kind, platform: true, ...at }]
    : []),
  (block, kind, at) => (block.type === 'resource' && SECRETS.test(kind) ? [{ kind: 'secret-source', by: kind, ...at }] : []),
  (block, _kind, at) => [...block.attributes].flatMap(([name, { text, line }]): readonly DeploymentSetting[] =>
    block.type === 'environment' || block.type === 'env' || name === 'variables' || name === 'environment_variables' || name === 'app_settings'
      ? [...text.matchAll(/^\s*"?([A-Z][A-Z0-9_]{2,60})"?\s*[=:]\s*"([^"]*)"/gm)].map((match) => environment(match[1] ?? '', match[2], { line, scope: at.scope }))
      : []),
  (block, _kind, at) => (/strict_transport_security/.test(block.type) ? [{ kind: 'hsts', ...at, ...seconds(hclText(block, 'access_control_max_age_sec') ?? hclText(block, 'max_age')) }] : []),
];

const REDIRECTS: Readonly<Record<string, RegExp>> = {
  viewer_protocol_policy: /^(redirect-to-https|https-only)$/,
  https_only: /^true$/,
  always_use_https: /^(on|true)$/,
  https_redirect: /^true$/,
  https_traffic_only_enabled: /^true$/,
  enable_https_traffic_only: /^true$/,
  allow_insecure_connections: /^false$/,
};

/** Services that answer HTTPS by themselves, under a name of the cloud. */
const HOSTED = /^(google_cloud_run(_v2)?_service|google_app_engine_\w+|aws_apprunner_service|aws_lambda_function_url|aws_apigatewayv2_api|aws_api_gateway_rest_api|azurerm_(linux|windows)_web_app|azurerm_container_app|azurerm_(linux|windows)_function_app|digitalocean_app|heroku_app|render_web_service|railway_service|vercel_project|netlify_site|cloudflare_workers?_script)$/;

function lineOf(block: HclBlock, name: string): number {
  return block.attributes.get(name)?.line ?? block.line;
}

function seconds(text: string | undefined): { readonly maxAge?: number } {
  return text !== undefined && /^\d{1,12}$/.test(text) ? { maxAge: Number(text) } : {};
}
