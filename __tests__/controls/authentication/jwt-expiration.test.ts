import { jwtExpiration } from '../../../src/controls/authentication/jwt-expiration';
import { CHECKLIST } from '../../../src/checklist/checklist';
import { testControl } from '../../support/control-tester';
import type { Files } from '../../support/control-checks';
import { webServer } from '../../support/web-server';

const { good, bad } = CHECKLIST['jwt-expiration'];

const program = (source: string): Files => ({ 'package.json': '{"name":"a","version":"1.0.0","type":"module"}', 'src/index.ts': `${source.trim()}\n` });
const SIGN = "import jwt from 'jsonwebtoken';\nexport const issue = (user) => ";
const JOSE = "import { jwtVerify, createRemoteJWKSet } from 'jose';\nconst keys = createRemoteJWKSet(new URL('https://login.acme.io/keys'));\nexport const check = (token) => ";

testControl(jwtExpiration, {
  pass: {
    'the good example': { files: good.files },
    'the sample of the article': { files: program(`${SIGN}jwt.sign({ userId: user.id }, process.env.JWT_SECRET, { expiresIn: '1h' });`) },
    'an expiry among the claims': { files: program(`${SIGN}jwt.sign({ sub: user.id, exp: Math.floor(Date.now() / 1000) + 3600 }, process.env.JWT_SECRET);`) },
    'jose with a set of keys': { files: program(`${JOSE}jwtVerify(token, keys, { issuer: 'https://login.acme.io', audience: 'notes' });`) },
    'a function that looks the key up': { files: program("import jwt from 'jsonwebtoken';\nimport jwksClient from 'jwks-rsa';\nconst client = jwksClient({ jwksUri: 'https://login.acme.io/keys' });\nconst getKey = (header, done) => { client.getSigningKey(header.kid, (error, key) => { done(error, key.getPublicKey()); }); };\nexport const check = (token) => new Promise((resolve, reject) => { jwt.verify(token, getKey, { audience: 'notes' }, (error, claims) => { if (error) reject(error); else resolve(claims); }); });") },
    'jose, in steps': { files: program("import { SignJWT } from 'jose';\nexport const issue = (key) => new SignJWT({ a: 1 }).setProtectedHeader({ alg: 'HS256' }).setIssuedAt().setExpirationTime('2h').sign(key);") },
    'options that come from elsewhere': { files: program("import jwt from 'jsonwebtoken';\nexport const issue = (user, options) => jwt.sign({ sub: user.id }, process.env.JWT_SECRET, options);") },
  },
  fail: {
    'the bad example': { files: bad.files, findings: ['no-expiry src/index.ts:12', 'ignores-expiry src/index.ts:17', 'not-pinned src/index.ts:17'] },
    'no expiry': { files: program(`${SIGN}jwt.sign({ userId: user.id }, process.env.JWT_SECRET);`), findings: ['no-expiry src/index.ts:2'] },
    'a year': { files: program(`${SIGN}jwt.sign({ userId: user.id }, process.env.JWT_SECRET, { expiresIn: '365d' });`), findings: ['long-lifetime src/index.ts:2'] },
    'a literal secret and no algorithm': { files: program(`${SIGN}jwt.sign({ userId: user.id }, 'hunter2hunter2', { expiresIn: '1h', algorithm: 'none' });`), findings: ['literal-secret src/index.ts:2', 'algorithm-none src/index.ts:2'] },
    'decoded and not verified': { files: webServer({ imports: "import jwt from 'jsonwebtoken';", before: "app.use((req, res, next) => {\n  req.user = jwt.decode(req.headers.authorization.split(' ')[1]);\n  next();\n});" }), findings: ['decoded-only src/index.ts:7'] },
    'for any audience': { files: program(`${JOSE}jwtVerify(token, keys);`), findings: ['no-claims src/index.ts:3'] },
    'jose without an end': { files: program("import { SignJWT } from 'jose';\nexport const issue = (key) => new SignJWT({ a: 1 }).setProtectedHeader({ alg: 'HS256' }).sign(key);"), findings: ['no-expiry src/index.ts:2'] },
  },
  notApplicable: {
    'no tokens': { files: program('export const a = 1;') },
    'a package that is imported and not called': { files: program("import jwt from 'jsonwebtoken';\nexport { jwt };") },
  },
});
