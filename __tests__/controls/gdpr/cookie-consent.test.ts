import { CHECKLIST } from '../../../src/checklist/checklist';
import { httpServer, stdioServer } from '../../../src/checklist/examples';
import { cookieConsent } from '../../../src/controls/gdpr/cookie-consent';
import { testControl } from '../../support/control-tester';

const page = (html: string): string => `app.get('/', (req, res) => {\n  res.send('${html}');\n});`;
const GTAG = '<!doctype html><script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script><p>Notes</p>';

testControl(cookieConsent, {
  pass: {
    'the good example': { files: CHECKLIST['cookie-consent'].good.files },
    'a cookie under a condition on the stored answer': { files: httpServer("app.get('/', (req, res) => {\n  if (req.cookies.consent === 'yes') res.cookie('visitor_tracking', 'x');\n  res.end();\n});").files },
    'a condition that a cookie is there': { files: httpServer("app.get('/', (req, res) => {\n  const { acceptedAnalytics } = req.cookies;\n  if (acceptedAnalytics) {\n    res.cookie('_ga', 'x');\n  }\n  res.end();\n});").files },
    'a library in the browser that holds measuring back': { files: httpServer('', { files: { 'src/client.ts': "import posthog from 'posthog-js';\nimport * as CookieConsent from 'vanilla-cookieconsent';\nCookieConsent.run({ categories: { analytics: {} } });\nposthog.init('phc');\n" } }).files },
  },
  fail: {
    'the bad example': { files: CHECKLIST['cookie-consent'].bad.files, findings: ['never-asked src/index.ts:13'] },
    'a page that loads a measurement': { files: httpServer(page(GTAG)).files, findings: ['never-asked src/index.ts:9'] },
    'asked, and set all the same': {
      files: httpServer("app.get('/', (req, res) => {\n  res.cookie('_fbp', 'x');\n  res.send('<form method=post><p>Do you accept cookies?</p><button>Yes</button><button>No</button></form>');\n});").files,
      findings: ['before-answer src/index.ts:9'],
    },
    'a library in the browser': { files: httpServer('', { files: { 'src/client.ts': "import mixpanel from 'mixpanel-browser';\nmixpanel.init('x');\n" } }).files, findings: ['never-asked src/client.ts:1'] },
    'a header': { files: httpServer("app.get('/', (req, res) => {\n  res.setHeader('Set-Cookie', 'visitor_id=1; Path=/');\n  res.end();\n});").files, findings: ['never-asked src/index.ts:9'] },
  },
  notApplicable: {
    'a session': { files: httpServer("app.get('/', (req, res) => {\n  res.cookie('session_id', 'x', { httpOnly: true });\n  res.cookie('csrf', 'x');\n  res.cookie('theme', 'dark');\n  res.end();\n});").files },
    'no cookies': { files: stdioServer("server.registerTool('ping', { description: 'Ping.' }, async () => ({ content: [] }));").files },
    'a consent screen of OAuth': { files: httpServer(page('<form method="post"><p>Allow this client to read your notes?</p><button>Approve</button></form>')).files },
  },
});
