import { describe, expect, test } from '@jest/globals';
import { found, wanted, type Program } from '../support/flows';

const code = (text: string): Program => ({ 'src/index.ts': text });

/** What is a secret and what only looks like one; each marked line is found, and nothing else. */
const CASES: Readonly<Record<string, Program>> = {
  'the name that a secret is kept under': code("const KEYS = { REFRESH_TOKEN: 'acme_refresh_token' };\nfunction remove(key: string) { console.error(`Removed ${key}`); }\nremove(KEYS.REFRESH_TOKEN);"),
  'how many secrets there are': code("const count = { secret: 0, other: 0 };\nconsole.error(`${count.secret} secrets`);"),
  'a secret with a fallback': code("import settings from './settings.json';\nconst config = { password: settings.password };\nconsole.error(config.password); // ! sensitive-data-logged"),
  'the password in an address of the caller': code("function parse(text: string) {\n  const url = new URL(text);\n  console.error(url.password);\n}\nparse('http://a');"),
  'a field beside one of the environment': code("class Client {\n  constructor(public token: string, public address: string) {}\n  static make(...args: string[]) { return new Client(...(args as [string, string])); }\n  go() { console.error(`Asking ${this.address}`); }\n}\nClient.make(process.env.API_TOKEN!, process.env.ADDRESS!).go();"),
  'a field of the environment': code("class Client {\n  constructor(public key: string) {}\n  go() { console.error(`Asking with ${this.key}`); } // ! sensitive-data-logged\n}\nnew Client(process.env.API_TOKEN!).go();"),
  'another of values kept by name': code("import http from 'node:http';\nhttp.createServer((req, res) => {\n  const found: Record<string, unknown> = {};\n  for (const [name, value] of Object.entries(req.headers)) found[name.toLowerCase()] = value;\n  console.error(found.debug);\n  console.error(JSON.stringify(found)); // ! sensitive-data-logged\n});"),
  'a mask in place of a secret': code("function show(all: Record<string, string>) {\n  console.error(Object.fromEntries(Object.entries(all).map(([key, value]) => [key, /key/.test(key) ? '***' : value])));\n}\nshow({ apiKey: process.env.API_KEY! });\nconsole.error(process.env.API_KEY ? '[REDACTED]' : 'none');"),
  'what a program prints': code("const token = process.env.API_TOKEN;\nprocess.stdout.write(JSON.stringify({ token }));\nprocess.stderr.write(`${token}`); // ! sensitive-data-logged"),
  'what else a store of secrets holds': code("import keytar from 'keytar';\nconst read = (key: string) => keytar.getPassword('acme', key);\nfunction getDomain() { return read('domain'); }\nfunction getKey() { return read('key'); }\nasync function show() {\n  console.error(await getDomain());\n  console.error(await getKey()); // ! sensitive-data-logged\n}\nshow();"),
  'what a parsed secret holds beside the secret': code("import keytar from 'keytar';\nasync function go() {\n  const kept = JSON.parse((await keytar.getPassword('acme', 'cache')) ?? '{}');\n  console.error(`Loaded ${kept.accountId}`);\n  console.error(`Loaded ${kept.accessToken}`); // ! sensitive-data-logged\n  console.error(JSON.stringify(kept)); // ! sensitive-data-logged\n}\ngo();"),
  'what a store of secrets keeps that is none': code("declare const vault: any;\nasync function go() {\n  const id = await vault.getSecret('acme-client-id');\n  const secret = await vault.getSecret('acme-client-secret');\n  console.error(id.value);\n  console.error(secret); // ! sensitive-data-logged\n}\ngo();"),
  'the program that knows a secret': code("console.error(process.env.AUTH_CACHE_COMMAND);\nconsole.error(process.env.AUTH_CACHE_TOKEN); // ! sensitive-data-logged"),
  'a secret far down in much else': code("const config = { a: { b: { c: { d: { e: { password: process.env.DB_PASSWORD, name: 'n' } } } } } };\nconsole.error(config.a.b.c.d.e.name);"),
};

describe('secrets in logs', () => {
  test.each(Object.entries(CASES))('%s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });
});
