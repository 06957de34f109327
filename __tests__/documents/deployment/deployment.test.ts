import { describe, expect, test } from '@jest/globals';
import { readDeployment } from '../../../src/documents/deployment/extractor';
import type { DeploymentSetting } from '../../../src/facts/deployment';

/** What a file says, one line each: kind, what matters of it, the line, and the scope where there is one. */
function told(path: string, ...lines: readonly string[]): readonly string[] {
  const part = readDeployment(path, `${lines.join('\n')}\n`);
  return (part?.settings ?? []).map((setting) => `${setting.kind}${shown(setting)} @${setting.line}${setting.scope === '' ? '' : ` (${setting.scope})`}`);
}

function shown(setting: DeploymentSetting): string {
  switch (setting.kind) {
    case 'port': return ` ${setting.protocol} ${setting.host ?? ''}:${setting.port ?? '?'}${setting.published ? '' : ' inside'}`;
    case 'tls': return ` ${setting.minimum ?? (setting.platform ? 'platform' : 'unsaid')}`;
    case 'environment': return ` ${setting.name} ${setting.source}${setting.value === undefined ? '' : ` ${setting.value}`}${setting.baked ? ' baked' : ''}`;
    case 'run': return ` ${setting.command.join(' ')}`;
    case 'hsts': return ` ${setting.maxAge ?? ''}`;
    case 'image': return ` ${setting.image}${setting.builds ? ' built' : ''}`;
    case 'host': return ` ${setting.host}`;
    case 'proxy': return ` ${setting.to}`;
    default: return '';
  }
}

const without = (kinds: RegExp, lines: readonly string[]): readonly string[] => lines.filter((line) => !kinds.test(line));

describe('Dockerfile', () => {
  test('stages, ports, variables and what is started', () => {
    expect(told('Dockerfile',
      'FROM node:22 AS build', 'ARG NPM_TOKEN', 'RUN npm ci && \\', '    npm run build', 'FROM node:22-slim', 'ENV NODE_ENV=production HOST=0.0.0.0 \\', '    DATABASE_URL="postgres://db"',
      'EXPOSE 3000 9229/tcp', '# CMD ["no"]', 'CMD ["node", "dist/index.js", "--port", "3000"]',
    )).toEqual([
      'image node built @1 (stage build)', 'environment NPM_TOKEN reference baked @2 (stage build)', 'image node built @5',
      'environment NODE_ENV literal production baked @6', 'environment HOST literal 0.0.0.0 baked @6', 'environment DATABASE_URL literal postgres://db baked @6',
      'port http :3000 @8', 'port http :9229 @8', 'run node dist/index.js --port 3000 @10',
    ]);
  });

  test('the old form of ENV, the form of a shell, and a mounted secret', () => {
    expect(told('docker/Dockerfile.prod', 'FROM a', 'ENV PORT 8080', 'RUN --mount=type=secret,id=x npm ci', 'ENTRYPOINT node dist/index.js')).toEqual([
      'image a built @1', 'environment PORT literal 8080 baked @2', 'secret-source @3', 'run node dist/index.js @4',
    ]);
  });

  test('a file without FROM is none', () => {
    expect(() => readDeployment('Dockerfile', 'RUN x\n')).toThrow('FROM');
  });
});

describe('compositions', () => {
  test('services with ports, variables, secrets and labels', () => {
    expect(told('docker-compose.yml',
      'services:', '  app:', '    build: .', '    ports:', '      - "127.0.0.1:8080:3000"', '      - "443:3000"', '      - target: 9000', '        published: 9001', '    environment:', '      - API_KEY=${API_KEY}', '      - HOST=0.0.0.0',
      '    secrets: [token]', '    command: node dist/index.js --http', '    labels:', '      - traefik.http.middlewares.slow.ratelimit.average=10', '      - traefik.http.routers.app.tls=true',
      '  db:', '    image: postgres:17', '    environment: { POSTGRES_PASSWORD: postgres }',
    )).toEqual([
      'image  built @3 (service app)', 'port http 127.0.0.1:8080 @5 (service app)', 'port http :443 @6 (service app)', 'port http :9001 @7 (service app)',
      'environment API_KEY reference @9 (service app)', 'environment HOST literal 0.0.0.0 @9 (service app)', 'secret-source @12 (service app)', 'run node dist/index.js --http @13 (service app)',
      'rate-limit @14 (service app)', 'tls unsaid @14 (service app)', 'image postgres @18 (service db)', 'environment POSTGRES_PASSWORD empty @19 (service db)',
    ]);
  });

  test('aliases of aliases are refused', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...Array.from({ length: 8 }, (_, i) => `k${i}: &k${i} [${Array(9).fill(i === 0 ? '*a' : `*k${i - 1}`).join(',')}]`)];
    expect(() => readDeployment('compose.yaml', `services: {}\n${bomb.join('\n')}\n`)).toThrow(/alias/i);
  });
});

describe('platforms', () => {
  test('fly.io', () => {
    expect(told('fly.toml', "app = 'notes'", '[env]', '  PORT = "3000"', '[http_service]', '  internal_port = 3000', '  force_https = true', '  [http_service.tls_options]', '    versions = ["TLSv1.2", "TLSv1.3"]')).toEqual([
      'port https :3000 @5', 'tls TLSv1.2 @4', 'https-redirect @6', 'environment PORT literal 3000 @3',
    ]);
  });

  test('Vercel serves a program or only files', () => {
    expect(without(/^(tls|https)/, told('vercel.json', '{', '  "functions": { "api/mcp.ts": {} },', '  "headers": [{ "source": "/(.*)", "headers": [{ "key": "Strict-Transport-Security", "value": "max-age=63072000" }] }]', '}'))).toEqual(['port https :443 @1', 'hsts 63072000 @3']);
    expect(without(/^(tls|https)/, told('vercel.json', '{ "outputDirectory": "docs/.vitepress/dist" }'))).toEqual([]);
  });

  test('Workers with a limiter', () => {
    expect(without(/^(tls|https)/, told('wrangler.jsonc', '{', '  // the worker', '  "main": "src/index.ts",', '  "vars": { "MODE": "http", "API_KEY": "" },', '  "ratelimits": [{ "name": "L", "namespace_id": "1", "simple": { "limit": 10, "period": 60 } }],', '}'))).toEqual([
      'port https :443 @1', 'environment MODE literal http @4', 'environment API_KEY empty @4', 'rate-limit @5',
    ]);
    expect(told('wrangler.toml', 'main = "src/index.ts"', '[[unsafe.bindings]]', 'name = "L"', 'type = "ratelimit"')).toContain('rate-limit @2');
  });

  test('Netlify with a limit on a redirect', () => {
    expect(told('netlify.toml', '[functions]', 'directory = "f"', '[[redirects]]', 'from = "/mcp"', 'to = "/.netlify/functions/mcp"', '[redirects.rate_limit]', 'window_limit = 10')).toContain('rate-limit @6');
  });

  test('Render, Railway, Heroku, App Engine, Smithery', () => {
    expect(told('render.yaml', 'services:', '  - type: web', '    name: notes', '    startCommand: node dist/index.js', '    envVars:', '      - key: API_KEY', '        sync: false')).toEqual([
      'port https :443 @2 (service notes)', 'tls platform @2 (service notes)', 'https-redirect @2 (service notes)', 'run node dist/index.js @4 (service notes)', 'environment API_KEY secret @6 (service notes)',
    ]);
    expect(told('railway.json', '{ "deploy": { "startCommand": "node a.js" } }')).toContain('run node a.js @1');
    expect(told('Procfile', 'web: node dist/index.js', 'worker: node w.js')).toEqual(['port http :? @1 (process web)', 'tls platform @1 (process web)', 'run node dist/index.js @1 (process web)', 'run node w.js @2 (process worker)']);
    expect(told('app.yaml', 'runtime: nodejs22', 'handlers:', '  - url: /.*', '    secure: always', 'env_variables:', '  MODE: http')).toEqual(['port https :443 @1', 'tls platform @1', 'https-redirect @4', 'environment MODE literal http @6']);
    expect(told('smithery.yaml', 'startCommand:', '  type: http')).toContain('authentication @2');
    expect(readDeployment('smithery.yaml', 'startCommand:\n  type: stdio\n')).toBeNull();
  });

  test('serverless', () => {
    expect(told('serverless.yml', 'provider:', '  apiGateway:', '    usagePlan:', '      throttle: { rateLimit: 10 }', '  environment:', '    API_KEY: ${ssm:/notes/key}', 'functions:', '  mcp:', '    events:', '      - httpApi: "*"')).toEqual([
      'rate-limit @2', 'rate-limit @3', 'environment API_KEY secret @6', 'port https :443 @10 (mcp)', 'tls platform @10 (mcp)', 'https-redirect @10 (mcp)',
    ]);
  });
});

describe('Kubernetes', () => {
  test('what runs, and what it is given', () => {
    expect(told('k8s/app.yaml', 'apiVersion: apps/v1', 'kind: Deployment', 'metadata:', '  name: notes', 'spec:', '  template:', '    spec:', '      containers:', '        - name: notes', '          image: acme/notes:1', '          args: ["--http"]', '          ports:', '            - containerPort: 3000',
      '          env:', '            - name: TOKEN', '              valueFrom:', '                secretKeyRef: { name: a, key: b }', '            - name: HOST', '              value: 0.0.0.0', '---', 'apiVersion: v1', 'kind: Service', 'metadata: { name: notes }', 'spec:', '  type: LoadBalancer', '  ports:', '    - port: 80')).toEqual([
      'image acme/notes @10 (Deployment notes)', 'run --http @11 (Deployment notes)', 'port http :3000 inside @13 (Deployment notes)', 'environment TOKEN secret @15 (Deployment notes)', 'environment HOST literal 0.0.0.0 @18 (Deployment notes)', 'port http :80 @27 (Service notes)',
    ]);
  });

  test('an ingress with its annotations', () => {
    expect(told('ingress.yaml', 'apiVersion: networking.k8s.io/v1', 'kind: Ingress', 'metadata:', '  name: notes', '  annotations:', '    nginx.ingress.kubernetes.io/limit-rps: "10"', '    nginx.ingress.kubernetes.io/ssl-protocols: "TLSv1.2 TLSv1.3"', '    nginx.ingress.kubernetes.io/auth-url: https://a', 'spec:', '  tls:', '    - hosts: [notes.acme.dev]', '  rules:', '    - host: notes.acme.dev')).toEqual([
      'port https :443 @9 (Ingress notes)', 'tls unsaid @10 (Ingress notes)', 'host notes.acme.dev @13 (Ingress notes)', 'rate-limit @6 (Ingress notes)', 'tls TLSv1.2 @7 (Ingress notes)', 'authentication @8 (Ingress notes)', 'https-redirect @5 (Ingress notes)',
    ]);
  });

  test('gateways and custom resources', () => {
    expect(told('gw.yaml', 'apiVersion: gateway.networking.k8s.io/v1', 'kind: Gateway', 'metadata: { name: g }', 'spec:', '  listeners:', '    - name: https', '      port: 443', '      protocol: HTTPS', '---', 'apiVersion: gateway.networking.k8s.io/v1', 'kind: HTTPRoute', 'metadata: { name: r }', 'spec:', '  rules:', '    - filters:', '        - type: RequestRedirect', '          requestRedirect: { scheme: https }')).toEqual([
      'port https :443 @6 (Gateway g)', 'tls unsaid @6 (Gateway g)', 'https-redirect @16 (HTTPRoute r)',
    ]);
    expect(told('mw.yaml', 'apiVersion: traefik.io/v1alpha1', 'kind: Middleware', 'metadata: { name: m }', 'spec:', '  rateLimit:', '    average: 10')).toEqual(['rate-limit @5 (Middleware m)']);
    expect(told('kong.yaml', 'apiVersion: configuration.konghq.com/v1', 'kind: KongPlugin', 'metadata: { name: k }', 'plugin: rate-limiting')).toEqual(['rate-limit @4 (KongPlugin k)']);
  });

  test('templates of a chart', () => {
    expect(told('charts/notes/templates/ingress.yaml', '{{- if .Values.ingress.enabled }}', 'apiVersion: networking.k8s.io/v1', 'kind: Ingress', 'metadata:', '  name: {{ include "notes.fullname" . }}', 'spec:', '  tls:', '    - hosts: [{{ .Values.host }}]', '{{- end }}')).toEqual(['port https :443 @6 (Ingress template)', 'tls unsaid @7 (Ingress template)']);
    expect(told('charts/notes/values.yaml', 'ingress:', '  enabled: true', '  annotations:', '    nginx.ingress.kubernetes.io/limit-rpm: "60"', '  tls: []', 'env:', '  MODE: http')).toEqual(['port http :? @1', 'rate-limit @4', 'environment MODE literal http @7']);
  });

  test('YAML that is no manifest is nothing', () => {
    expect(readDeployment('config.yaml', 'a: 1\n')).toBeNull();
    expect(readDeployment('.github/workflows/ci.yml', 'jobs: { a: { steps: [{ run: npm test }] } }\n')).toBeNull();
  });
});

describe('proxies', () => {
  test('nginx', () => {
    expect(told('nginx.conf', 'http {', '  limit_req_zone $binary_remote_addr zone=a:10m rate=10r/s;', '  ssl_protocols TLSv1.2 TLSv1.3;', '  server {', '    listen 80;', '    server_name notes.acme.dev;', '    return 301 https://$host$request_uri;', '  }', '  server {', '    listen 443 ssl;', '    server_name notes.acme.dev;', '    add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;', '    location /mcp {', '      limit_req zone=a burst=20; # slow', '      auth_request /auth;', '      proxy_pass http://app:3000;', '    }', '  }', '}')).toEqual([
      'port http :80 @5 (server notes.acme.dev)', 'host notes.acme.dev @4 (server notes.acme.dev)', 'https-redirect @7 (server notes.acme.dev)',
      'port https :443 @10 (server notes.acme.dev)', 'host notes.acme.dev @9 (server notes.acme.dev)', 'tls TLSv1.2 @3 (server notes.acme.dev)', 'hsts 31536000 @12 (server notes.acme.dev)', 'rate-limit @14 (server notes.acme.dev)', 'authentication @15 (server notes.acme.dev)', 'proxy http://app:3000 @16 (server notes.acme.dev)',
    ]);
    expect(told('conf.d/app.conf', 'server {', '  listen 8080;', '  location / { proxy_pass http://app; }', '}')).toContain('plain-http @2 (server 8080)');
    expect(() => readDeployment('nginx.conf', 'server {\n listen 80;\n')).toThrow('not closed');
  });

  test('Caddy', () => {
    expect(told('Caddyfile', '{', '  email a@acme.dev', '}', 'notes.acme.dev {', '  tls {', '    protocols tls1.3', '  }', '  header Strict-Transport-Security "max-age=63072000"', '  rate_limit {', '    zone a { key {remote_host} }', '  }', '  reverse_proxy app:3000', '}')).toEqual([
      'port https :443 @4 (site notes.acme.dev)', 'host notes.acme.dev @4 (site notes.acme.dev)', 'tls TLSv1.3 @6 (site notes.acme.dev)', 'https-redirect @4 (site notes.acme.dev)', 'hsts 63072000 @8 (site notes.acme.dev)', 'rate-limit @9 (site notes.acme.dev)', 'proxy app:3000 @12 (site notes.acme.dev)',
    ]);
    expect(told('Caddyfile', 'notes.acme.dev', 'reverse_proxy app:3000')).toContain('tls TLSv1.2 @1 (site notes.acme.dev)');
    expect(told('Caddyfile', ':80 {', '  reverse_proxy app:3000', '}')).toContain('plain-http @1 (site :80)');
    expect(told('Caddyfile', 'http://notes.acme.dev {', '  redir https://{host}{uri}', '}')).toContain('https-redirect @2 (site http://notes.acme.dev)');
  });

  test('Traefik in YAML and TOML', () => {
    expect(told('traefik.yml', 'entryPoints:', '  web:', '    address: ":80"', '    http:', '      redirections:', '        entryPoint:', '          to: websecure', '          scheme: https', '  websecure:', '    address: ":443"', '    http:', '      tls: {}')).toEqual(['port http :80 @2 (web)', 'https-redirect @6 (entryPoint)', 'port https :443 @9 (websecure)', 'tls unsaid @9 (websecure)']);
    expect(told('traefik/dynamic.toml', '[tls.options.default]', 'minVersion = "VersionTLS13"', '[http.middlewares.slow.rateLimit]', 'average = 10', '[http.middlewares.sts.headers]', 'stsSeconds = 31536000')).toEqual(['tls TLSv1.3 @1 (default)', 'rate-limit @3 (rateLimit)', 'hsts 31536000 @5 (headers)']);
  });

  test('the default options of Traefik hold for its routers', () => {
    expect(told('traefik/dynamic.yml', 'tls:', '  options:', '    default:', '      minVersion: VersionTLS13', 'http:', '  routers:', '    app: { rule: x, service: app, tls: { certResolver: le } }')).toEqual(['tls TLSv1.3 @3 (default)']);
  });

  test('HAProxy', () => {
    expect(told('haproxy.cfg', 'global', '  ssl-default-bind-options ssl-min-ver TLSv1.2', 'frontend web', '  bind :80', '  bind :443 ssl crt /a.pem', '  http-request redirect scheme https unless { ssl_fc }', '  stick-table type ip size 1m expire 10s store http_req_rate(10s)', '  http-request track-sc0 src', '  http-request deny deny_status 429 if { sc_http_req_rate(0) gt 20 }', '  http-response set-header Strict-Transport-Security "max-age=16000000;"', 'backend app', '  server a app:3000')).toEqual([
      'port http :80 @4 (frontend web)', 'port https :443 @5 (frontend web)', 'tls TLSv1.2 @2 (frontend web)', 'https-redirect @6 (frontend web)', 'rate-limit @9 (frontend web)', 'hsts 16000000 @10 (frontend web)', 'proxy app:3000 @12 (backend app)',
    ]);
    expect(told('haproxy.cfg', 'frontend web', '  bind :443 ssl crt a ssl-min-ver TLSv1.3')).toContain('tls TLSv1.3 @2 (frontend web)');
    expect(told('haproxy.cfg', 'frontend web', '  bind *:80')).toContain('plain-http @2 (frontend web)');
  });

  test('Envoy', () => {
    expect(told('envoy.yaml', 'static_resources:', '  listeners:', '    - name: main', '      address:', '        socket_address: { address: 0.0.0.0, port_value: 443 }', '      filter_chains:', '        - transport_socket:', '            typed_config:', '              "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext', '              common_tls_context:', '                tls_params: { tls_minimum_protocol_version: TLSv1_3 }', '          filters:', '            - name: envoy.filters.http.local_ratelimit', '              typed_config: {}')).toEqual([
      'port https 0.0.0.0:443 @5 (listener main)', 'tls TLSv1.3 @8 (listener main)', 'rate-limit @13 (listener main)',
    ]);
  });
});

describe('infrastructure and pipelines', () => {
  test('Terraform', () => {
    expect(told('main.tf', 'resource "aws_lb_listener" "https" {', '  port       = 443', '  protocol   = "HTTPS"', '  ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"', '}', 'resource "aws_lb_listener" "http" {', '  port     = 80', '  protocol = "HTTP"', '  default_action {', '    type = "redirect"', '    redirect {', '      protocol = "HTTPS"', '    }', '  }', '}', 'resource "aws_wafv2_web_acl" "a" {', '  rule {', '    statement {', '      rate_based_statement {', '        limit = 2000', '      }', '    }', '  }', '}', 'data "aws_secretsmanager_secret" "s" {', '  name = "a"', '}')).toEqual([
      'tls TLSv1.2 @4 (aws_lb_listener.https)', 'port https :443 @1 (aws_lb_listener.https)', 'port http :80 @6 (aws_lb_listener.http)', 'https-redirect @6 (aws_lb_listener.http)', 'rate-limit @19 (aws_wafv2_web_acl.a)', 'secret-source @25 (aws_secretsmanager_secret.s)',
    ]);
    expect(told('run.tf', 'resource "google_cloud_run_v2_service" "n" {', '  template {', '    containers {', '      image = "a"', '    }', '  }', '}')).toEqual(['port https :443 @1 (google_cloud_run_v2_service.n)', 'tls platform @1 (google_cloud_run_v2_service.n)']);
    expect(readDeployment('variables.tf', 'variable "a" {\n  default = "x"\n}\n')).toBeNull();
    expect(() => readDeployment('a.tf', 'resource "a" "b" {\n')).toThrow('line 1');
  });

  test('workflows that deploy', () => {
    expect(told('.github/workflows/deploy.yml', 'jobs:', '  ship:', '    steps:', '      - uses: actions/checkout@v4', '      - run: |', '          npm ci', '          flyctl deploy --remote-only', '        env:', '          FLY_API_TOKEN: ${{ secrets.FLY_API_TOKEN }}')).toEqual(['run flyctl deploy --remote-only @5 (job ship)', 'environment FLY_API_TOKEN secret @9 (job ship)']);
    expect(readDeployment('.github/workflows/release.yml', 'jobs:\n  a:\n    steps:\n      - run: npm publish # deploy\n')).toBeNull();
  });
});

describe('hostile files', () => {
  test.each([
    ['nginx.conf', 'a {'.repeat(5000)], ['nginx.conf', '"'.repeat(200_000)], ['app.conf', 'server {'.repeat(40_000)], ['Caddyfile', 'a {\n'.repeat(5000)], ['main.tf', 'a {\n'.repeat(5000)],
    ['compose.yaml', 'a: {'.repeat(3000)], ['haproxy.cfg', 'bind '.repeat(60_000)], ['envoy.yaml', `static_resources:\n${'- '.repeat(5000)}`], ['Dockerfile', `FROM a\n${'RUN a \\\n'.repeat(20_000)}`],
    ['wrangler.json', '['.repeat(100_000)], ['fly.toml', 'a = ['.repeat(20_000)], ['main.tf', `a = ${'['.repeat(100_000)}`],
  ])('%s ends soon', (path, text) => {
    const started = performance.now();
    try {
      readDeployment(path, text);
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
