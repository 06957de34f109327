import { sslEnforced } from '../../../src/controls/pci-dss/ssl-enforced';
import { CHECKLIST } from '../../../src/checklist/checklist';
import { testControl } from '../../support/control-tester';
import { webServer } from '../../support/web-server';

const { good, bad } = CHECKLIST['ssl-enforced'];

testControl(sslEnforced, {
  pass: {
    'the good example': { files: good.files },
    'helmet with its defaults': { files: webServer({ imports: "import helmet from 'helmet';", before: 'app.use(helmet());' }) },
    'the header by hand': { files: webServer({ before: "app.use((req, res, next) => { res.setHeader('Strict-Transport-Security', 'max-age=31536000'); next(); });" }) },
    'a redirect by hand': { files: webServer({ before: "app.use((req, res, next) => {\n  if (req.headers['x-forwarded-proto'] !== 'https') return res.redirect(301, `https://${req.hostname}${req.url}`);\n  next();\n});" }) },
    'HTTPS only': { files: webServer({ imports: "import https from 'node:https';", listen: "https.createServer({ minVersion: 'TLSv1.3' }, app).listen(443);" }) },
    'a redirect of the proxy beside it': { files: { ...webServer({}), 'compose.yaml': 'services:\n  proxy:\n    image: traefik:v3\n    command:\n      - --entrypoints.web.address=:80\n      - --entrypoints.web.http.redirections.entrypoint.to=websecure\n      - --entrypoints.websecure.address=:443\n    ports: ["80:80", "443:443"]\n  app:\n    build: .\n' } },
    'a function of Lambda, whose platform enforces it': { files: { 'package.json': '{"name":"a","version":"1.0.0"}', 'src/index.js': "exports.handler = async (event) => {\n  const answer = await fetch('https://api.acme.io/x', { method: 'POST', body: event.body });\n  return { statusCode: 200, body: await answer.text() };\n};\n" }, evidence: ['src/index.js:1'] },
    'the platform enforces it': { files: { ...webServer({}), 'fly.toml': 'app = "a"\n[http_service]\n  internal_port = 3000\n  force_https = true\n' } },
  },
  fail: {
    'the bad example': { files: bad.files, findings: ['not-enforced src/index.ts:14'] },
    'a bare listener': { files: webServer({}), findings: ['not-enforced src/index.ts:10'] },
    'helmet behind the route': { files: webServer({ imports: "import helmet from 'helmet';", after: 'app.use(helmet());' }), findings: ['not-enforced src/index.ts:12'] },
    'a platform that answers plain HTTP as well': { files: { ...webServer({}), 'fly.toml': 'app = "a"\n[http_service]\n  internal_port = 3000\n' }, findings: ['not-enforced src/index.ts:10'] },
    'dynos of Heroku': { files: { ...webServer({}), Procfile: 'web: node dist/index.js\n' }, findings: ['not-enforced src/index.ts:10'] },
    'helmet for another path': { files: webServer({ imports: "import helmet from 'helmet';", before: "app.use('/pages', helmet());" }), findings: ['not-enforced src/index.ts:12'] },
  },
  notApplicable: {
    'loopback': { files: webServer({ listen: "app.listen(3000, '127.0.0.1');" }) },
    'a health route alone': { files: { 'package.json': '{"name":"a","version":"1.0.0"}', 'src/index.ts': "import express from 'express';\nconst app = express();\napp.get('/health', (req, res) => res.json({ ok: true }));\napp.listen(3000);\n" } },
  },
  unverified: {
    'a port that is opened, and no code that listens': { files: { 'package.json': '{"name":"a","version":"1.0.0"}', 'src/index.ts': 'export const a = 1;\n', 'compose.yaml': 'services:\n  app:\n    build: .\n    ports:\n      - "3000:3000"\n' } },
  },
});
