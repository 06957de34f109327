import { tls } from '../../../src/controls/data-protection/tls';
import { CHECKLIST } from '../../../src/checklist/checklist';
import { testControl } from '../../support/control-tester';
import type { Files } from '../../support/control-checks';
import { webServer } from '../../support/web-server';

const { good, bad } = CHECKLIST.tls;

const program = (source: string): Files => ({ 'package.json': '{"name":"a","version":"1.0.0","type":"module"}', 'src/index.ts': `${source.trim()}\n` });

/** The sample of the article, with another floor where one is given. */
const terminating = (minimum: string): Files => webServer({
  imports: "import https from 'node:https';\nimport fs from 'node:fs';",
  listen: `const server = https.createServer({\n  key: fs.readFileSync('server.key'),\n  cert: fs.readFileSync('server.crt'),\n${minimum}}, app);\nserver.listen(443);`,
});

const nginx = (versions: string): Files => ({ 'nginx.conf': `server {\n  listen 443 ssl;\n  ssl_protocols ${versions};\n  location / {\n    proxy_pass http://app:3000;\n  }\n}\n` });

testControl(tls, {
  pass: {
    'the good example': { files: good.files },
    'the sample of the article': { files: terminating("  minVersion: 'TLSv1.3'\n") },
    'nginx in front with a floor of 1.3': { files: { ...webServer({}), ...nginx('TLSv1.3') } },
    'a platform in front': { files: { ...webServer({}), 'fly.toml': 'app = "a"\n[http_service]\n  internal_port = 3000\n  force_https = true\n' } },
    'plain requests to this machine and its network': { files: program("export const a = () => fetch('http://localhost:3000/x');\nexport const b = () => fetch('http://10.0.0.5/x');\nexport const c = () => fetch('https://api.acme.io/x');") },
    'a check that only a setting switches off': { files: program("import https from 'node:https';\nimport axios from 'axios';\nconst agent = new https.Agent({ rejectUnauthorized: process.env.INSECURE === '1' ? false : true });\nexport const a = () => axios.get('https://api.acme.io/x', { httpsAgent: agent });") },
    'a function of Lambda, whose platform ends TLS': { files: program("export const handler = async (event) => {\n  const answer = await fetch('https://api.acme.io/x', { method: 'POST', body: event.body });\n  return { statusCode: 200, body: await answer.text() };\n};") },
    'no floor is a warning': { files: terminating(''), findings: ['no-floor src/index.ts:12'] },
  },
  fail: {
    'the bad example': { files: bad.files, findings: ['unchecked-certificate src/index.ts:8'] },
    'a lower floor': { files: terminating("  minVersion: 'TLSv1.2'\n"), findings: ['low-floor src/index.ts:12'] },
    'a lower floor of nginx': { files: { ...webServer({}), ...nginx('TLSv1.2 TLSv1.3') }, findings: ['low-floor nginx.conf:3'] },
    'a plain listener with nothing in front': { files: webServer({}), findings: ['plain-listener src/index.ts:10'] },
    'controllers of Nest with nothing in front': { files: program("import { NestFactory } from '@nestjs/core';\nimport { Controller, Module, Post, Body } from '@nestjs/common';\n@Controller('xs')\nclass Xs {\n  @Post()\n  async make(@Body() body) { return (await fetch('https://api.acme.io/x', { method: 'POST', body })).text(); }\n}\n@Module({ controllers: [Xs] })\nclass AppModule {}\nconst app = await NestFactory.create(AppModule);\nawait app.listen(3000);"), findings: ['plain-listener src/index.ts:11'] },
    'a plain request': { files: program("export const a = (id) => fetch(`http://api.acme.io/x/${id}`);"), findings: ['plain-request src/index.ts:1'] },
    'checks that the environment of the process switches off': { files: program("process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\nexport const a = () => fetch('https://api.acme.io/x');"), findings: ['unchecked-certificate src/index.ts:1'] },
  },
  notApplicable: {
    'neither listens nor calls': { files: program('export const a = 1;') },
    'loopback': { files: webServer({ listen: "app.listen(3000, '127.0.0.1');" }) },
  },
});
