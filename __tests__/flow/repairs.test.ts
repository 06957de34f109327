import { describe, expect, test } from '@jest/globals';
import { found, tool, wanted, type Program } from '../support/flows';

const RUN = "import { promisify } from 'node:util';\nconst run = promisify(execFile);";
const PG = "import pg from 'pg';\nconst db = new pg.Pool();";
const strings = (a: string): string => `{ a: ${a}, b: z.string(), list: z.array(z.string()) }`;

/** Ways in which maintainers repair a class of flaw; each silences exactly its kind, and what only looks like a repair stays found. */
const REPAIRS: Readonly<Record<string, Program>> = {
  // Commands.
  'shell: quoting helper of their own': tool('  exec(`ls ${q(a)}`);', "function q(s) { return `'${s.replace(/'/g, `'\\\\''`)}'`; }"),
  'shell: quoting helper that closes and opens': tool('  exec(`ls ${q(a)}`);', 'const q = (s) => "\'" + s.replace(/\'/g, "\'\\"\'\\"\'") + "\'";'),
  'shell: quotes without escaping': tool("  exec(`ls '${a}'`); // ! command-injection"),
  'shell: escaped for double quotes, all that expands': tool('  exec(`ls "${q(a)}"`);', 'const q = (s) => s.replace(/(["\\\\$`])/g, "\\\\$1");'),
  'shell: escaped for double quotes, class without a group': tool('  exec(`ls "${q(a)}"`);', 'const q = (s) => s.replace(/["\\\\$`]/g, "\\\\$&");'),
  'shell: only the quotes are escaped': tool('  exec(`ls "${q(a)}"`); // ! command-injection', 'const q = (s) => s.replace(/"/g, \'\\\\"\');'),
  'shell: throws on metacharacters': tool('  refuse(a);\n  exec(`ls ${a}`);', "const META = /[;&|`$(){}<>\\\\\\n\"'*?!#~ ]/;\nfunction refuse(s) { if (META.test(s)) throw new Error('no'); }"),
  'shell: a list of some metacharacters': tool('  if (BAD.some((c) => a.includes(c))) throw new Error(\'no\');\n  exec(`ls ${a}`); // ! command-injection', "const BAD = [';', '&&'];"),
  'shell: pattern of a schema constant': tool('  exec(`ls ${a}`);', "const NAME = /^[A-Za-z0-9_.-]+$/;\nconst Name = z.string().min(1).max(64).regex(NAME, 'bad');", strings('Name')),
  'shell: refinement with a named helper': tool('  exec(`ls ${a}`);', "function isName(s: string) { return /^[\\w.-]+$/.test(s); }", strings("z.string().refine(isName, { message: 'bad' })")),
  'shell: refinement that says nothing': tool('  exec(`ls ${a}`); // ! command-injection', '', strings('z.string().refine((s) => s.length > 0)')),
  'shell: no shell': tool("  await run('docker', ['stop', '--', a]);", RUN),
  'shell: no shell, list built': tool("  const args = ['stop'];\n  if (b) args.push('--time', b);\n  args.push('--', a);\n  await run('docker', args);", RUN),
  'shell: no shell by name of a shell': tool("  await run('bash', ['-c', `ls ${a}`]); // ! command-injection", RUN),
  'shell: shell with positional parameters': tool("  await run('bash', ['-c', 'ls -- \"$1\"', 'bash', a]);", RUN),
  'shell: value through the environment': tool("  exec('ls \"$DIR\"', { env: { ...process.env, DIR: a } });"),
  'shell: value through standard input': tool("  execFileSync('psql', ['-f', '-'], { input: a });"),
  'shell: allow-list by a map': tool('  const command = COMMANDS[a];\n  if (!command) throw new Error(\'no\');\n  exec(command);', "const COMMANDS: Record<string, string> = { up: 'uptime', df: 'df -h' };"),
  'shell: allow-list by a Map': tool('  const command = COMMANDS.get(a);\n  if (!command) throw new Error(\'no\');\n  exec(command);', "const COMMANDS = new Map([['up', 'uptime'], ['df', 'df -h']]);"),
  'shell: allow-list of the first word': tool("  if (!ALLOWED.has(a.split(' ')[0])) throw new Error('no');\n  exec(a); // ! command-injection", "const ALLOWED = new Set(['ls', 'cat']);"),
  'shell: deny-list of words': tool("  if (/rm -rf|sudo/.test(a)) throw new Error('no');\n  exec(a); // ! command-injection"),
  'shell: found in a list that was fetched': tool("  const known = await listDevices();\n  const device = known.find((each) => each.id === a);\n  if (!device) throw new Error('no');\n  exec(`adb -s ${device.id} shell`);", "async function listDevices() { const out = execFileSync('adb', ['devices'], { encoding: 'utf8' }); return out.split('\\n').map((id) => ({ id })); }"),
  'shell: included in a list that was fetched': tool("  const known = await listDevices();\n  if (!known.includes(a)) throw new Error('no');\n  exec(`adb -s ${a} shell`);", "async function listDevices() { const out = execFileSync('adb', ['devices'], { encoding: 'utf8' }); return out.split('\\n'); }"),

  'shell: a copy by JSON of a text': tool('  eval(JSON.parse(JSON.stringify(a))); // ! code-injection'),

  // Options.
  'options: leading dash by charAt': tool("  if (a.charAt(0) === '-') throw new Error('no');\n  await run('git', ['log', a]);", RUN),
  'options: leading dash by index': tool("  if (a[0] === '-') throw new Error('no');\n  await run('git', ['log', a]);", RUN),
  'options: leading dash by pattern': tool("  if (/^-/.test(a)) throw new Error('no');\n  await run('git', ['log', a]);", RUN),
  'options: leading dash after trim': tool("  const ref = a.trim();\n  if (ref.startsWith('-')) throw new Error('no');\n  await run('git', ['log', ref]);", RUN),
  'options: helper that returns': tool("  await run('git', ['log', ref(a)]);", `${RUN}\nfunction ref(s) { if (s.startsWith('-')) throw new Error('no'); return s; }`),
  'options: anchored pattern without dash at the start': tool("  if (!/^[A-Za-z0-9][\\w./-]*$/.test(a)) throw new Error('no');\n  await run('git', ['log', a]);", RUN),
  'options: anchored pattern with a dash at the start': tool("  if (!/^[\\w./-]+$/.test(a)) throw new Error('no');\n  await run('git', ['log', a]); // ! argument-injection", RUN),
  'options: look-ahead': tool("  if (!/^(?!-)[\\w./-]+$/.test(a)) throw new Error('no');\n  await run('git', ['log', a]);", RUN),
  'options: refs prefix': tool("  await run('git', ['log', `refs/heads/${a}`]);", RUN),
  'options: relative path prefix': tool("  await run('tar', ['-czf', 'x.tgz', `./${a}`]);", RUN),
  'options: resolved path': tool("  await run('tar', ['-czf', 'x.tgz', path.resolve('/srv', path.basename(a))]);", RUN),
  'options: address with a checked scheme': tool("  const url = new URL(a);\n  if (url.protocol !== 'https:') throw new Error('no');\n  await run('git', ['clone', url.href]);", RUN),
  'options: address that must begin with https': tool("  if (!a.startsWith('https://')) throw new Error('no');\n  await run('git', ['clone', a]);", RUN),
  'options: address by a pattern': tool("  if (!/^https?:\\/\\//.test(a)) throw new Error('no');\n  await run('git', ['clone', a]);", RUN),
  'options: a default does not make it safe': tool("  await run('git', ['log', a ?? 'HEAD']); // ! argument-injection", RUN),
  'options: one of two literals': tool("  await run('git', ['log', a === 'x' ? 'x' : 'HEAD']);", RUN),
  'options: separator in front': tool("  await run('git', ['clone', '--', a, 'x']);", RUN),
  'options: separator behind': tool("  await run('git', ['clone', a, '--', 'x']); // ! argument-injection", RUN),
  'options: separator and a spread': tool("  await run('git', ['add', '--', ...list]);", RUN),
  'options: a spread without separator': tool("  await run('git', ['add', ...list]); // ! argument-injection", RUN),
  'options: elements filtered': tool("  const files = list.filter((each) => !each.startsWith('-'));\n  await run('git', ['add', ...files]);", RUN),
  'options: some element begins with a dash': tool("  if (list.some((each) => each.startsWith('-'))) throw new Error('no');\n  await run('git', ['add', ...list]);", RUN),
  // Paths.
  'path: startsWith root and separator': tool("  const full = path.resolve(ROOT, a);\n  if (full !== ROOT && !full.startsWith(ROOT + path.sep)) throw new Error('no');\n  fs.readFileSync(full);", "const ROOT = path.resolve(process.env.ROOT ?? '.');"),
  'path: startsWith template with separator': tool("  const full = path.resolve(ROOT, a);\n  if (!full.startsWith(`${ROOT}${path.sep}`)) throw new Error('no');\n  fs.readFileSync(full);", "const ROOT = path.resolve(process.env.ROOT ?? '.');"),
  'path: startsWith root and slash': tool("  const full = path.resolve(ROOT, a);\n  if (!full.startsWith(`${ROOT}/`)) throw new Error('no');\n  fs.readFileSync(full);", "const ROOT = path.resolve(process.env.ROOT ?? '.');"),
  'path: startsWith root alone': tool("  const full = path.resolve(ROOT, a);\n  if (!full.startsWith(ROOT)) throw new Error('no');\n  fs.readFileSync(full); // ! path-traversal", "const ROOT = path.resolve(process.env.ROOT ?? '.');"),
  'path: root with separator at its end': tool("  const full = path.resolve(ROOT, a);\n  if (!full.startsWith(PREFIX)) throw new Error('no');\n  fs.readFileSync(full);", "const ROOT = path.resolve(process.env.ROOT ?? '.');\nconst PREFIX = ROOT.endsWith(path.sep) ? ROOT : ROOT + path.sep;"),
  'path: relative begins with dots': tool("  const rel = path.relative(ROOT, path.resolve(ROOT, a));\n  if (rel.startsWith('..') || path.isAbsolute(rel)) throw new Error('no');\n  fs.readFileSync(path.resolve(ROOT, a));", "const ROOT = path.resolve(process.env.ROOT ?? '.');"),
  'path: relative by segments': tool("  const full = path.resolve(ROOT, a);\n  const rel = path.relative(ROOT, full);\n  if (rel === '..' || rel.startsWith(`..${path.sep}`) || path.isAbsolute(rel)) throw new Error('no');\n  fs.readFileSync(full);", "const ROOT = path.resolve(process.env.ROOT ?? '.');"),
  'path: relative, positive': tool("  const full = path.resolve(ROOT, a);\n  const rel = path.relative(ROOT, full);\n  const inside = rel && !rel.startsWith('..') && !path.isAbsolute(rel);\n  if (!inside) throw new Error('no');\n  fs.readFileSync(full);", "const ROOT = path.resolve(process.env.ROOT ?? '.');"),
  'path: segments of the relative path': tool("  const full = path.resolve(ROOT, a);\n  const rel = path.relative(ROOT, full);\n  if (rel.split(path.sep)[0] === '..' || path.isAbsolute(rel)) throw new Error('no');\n  fs.readFileSync(full);", "const ROOT = path.resolve(process.env.ROOT ?? '.');"),
  'path: helper that returns the path': tool('  fs.readFileSync(inside(a));', "const ROOT = path.resolve(process.env.ROOT ?? '.');\nfunction inside(p) { const full = path.resolve(ROOT, p); const rel = path.relative(ROOT, full); if (rel.startsWith('..') || path.isAbsolute(rel)) throw new Error('no'); return full; }"),
  'path: helper that returns null': tool('  const full = inside(a);\n  if (!full) return { isError: true };\n  fs.readFileSync(full);', "const ROOT = path.resolve(process.env.ROOT ?? '.');\nfunction inside(p) { const full = path.resolve(ROOT, p); return full.startsWith(ROOT + path.sep) ? full : null; }"),
  'path: helper with a result object': tool('  const check = inside(a);\n  if (!check.ok) return { isError: true };\n  fs.readFileSync(check.path);', "const ROOT = path.resolve(process.env.ROOT ?? '.');\nfunction inside(p) { const full = path.resolve(ROOT, p); if (!full.startsWith(ROOT + path.sep)) return { ok: false }; return { ok: true, path: full }; }"),
  'path: helper that is async, links resolved': tool('  fs.readFileSync(await inside(a));', "const ROOT = path.resolve(process.env.ROOT ?? '.');\nasync function inside(p) {\n  const full = path.resolve(ROOT, p);\n  let real;\n  try { real = await fs.promises.realpath(full); } catch { real = path.join(await fs.promises.realpath(path.dirname(full)), path.basename(full)); }\n  if (real !== ROOT && !real.startsWith(ROOT + path.sep)) throw new Error('no');\n  return real;\n}"),
  'path: several roots': tool('  fs.readFileSync(inside(a));', "const ROOTS = process.argv.slice(2).map((each) => path.resolve(each));\nfunction inside(p) { const full = path.resolve(p); for (const root of ROOTS) { const rel = path.relative(root, full); if (!rel.startsWith('..') && !path.isAbsolute(rel)) return full; } throw new Error('no'); }"),
  'path: several roots, some': tool('  fs.readFileSync(inside(a));', "const ROOTS = process.argv.slice(2).map((each) => path.resolve(each));\nconst within = (root, p) => { const rel = path.relative(root, p); return rel === '' || (!rel.startsWith('..') && !path.isAbsolute(rel)); };\nfunction inside(p) { const full = path.resolve(p); if (!ROOTS.some((root) => within(root, full))) throw new Error('no'); return full; }"),
  'path: several roots, prefix alone': tool('  fs.readFileSync(inside(a)); // ! path-traversal', "const ROOTS = process.argv.slice(2).map((each) => path.resolve(each));\nfunction inside(p) { const full = path.resolve(p); if (!ROOTS.some((root) => full.startsWith(root))) throw new Error('no'); return full; }"),
  'path: dots taken away once': tool("  fs.readFileSync(path.join('/srv', a.replace('../', ''))); // ! path-traversal"),
  'path: dots taken away, all of one form': tool("  fs.readFileSync(path.join('/srv', a.replace(/\\.\\.\\//g, ''))); // ! path-traversal"),
  'path: normalised and dots at the start taken away': tool("  fs.readFileSync(path.join('/srv', path.normalize(a).replace(/^(\\.\\.(\\/|\\\\|$))+/, '')));"),
  'path: name by a pattern': tool("  if (!/^[a-z0-9-]+$/.test(a)) throw new Error('no');\n  fs.readFileSync(path.join('/srv', `${a}.md`));"),
  'path: name by a pattern with dots': tool("  if (!/^[a-z0-9._-]+$/.test(a) || a.includes('..')) throw new Error('no');\n  fs.readFileSync(path.join('/srv', a));"),
  'path: name cleaned': tool("  fs.writeFileSync(path.join('/srv', a.replace(/[^a-zA-Z0-9_-]/g, '_')), b);"),
  'path: name cleaned but for dots': tool("  fs.writeFileSync(path.join('/srv', a.replace(/[^a-zA-Z0-9._-]/g, '_')), b);"),
  'path: name cleaned but for slashes': tool("  fs.writeFileSync(path.join('/srv', a.replace(/[^a-zA-Z0-9./_-]/g, '_')), b); // ! path-traversal"),
  'path: last segment': tool("  const name = a.split('/').pop();\n  fs.writeFileSync(path.join('/srv', path.basename(name)), b);"),
  'path: separators and dots refused': tool("  if (a.includes('/') || a.includes('\\\\') || a.includes('..')) throw new Error('no');\n  fs.readFileSync(path.join('/srv', a));"),
  'path: only dots refused, joined': tool("  if (a.includes('..')) throw new Error('no');\n  fs.readFileSync(path.join('/srv', a));"),
  'path: only dots refused, given as it is': tool("  if (a.includes('..')) throw new Error('no');\n  fs.readFileSync(a); // ! path-traversal"),
  'path: only dots refused, resolved': tool("  if (a.includes('..')) throw new Error('no');\n  fs.readFileSync(path.resolve('/srv', a)); // ! path-traversal"),
  'path: only absolute paths refused': tool("  if (path.isAbsolute(a)) throw new Error('no');\n  fs.readFileSync(path.join('/srv', a)); // ! path-traversal"),
  'path: names in archives, handed back by a helper that tests them': { 'x.js': "const fs = require('fs');\nconst unzipper = require('unzipper');\nfunction tested(x) { if (!/^[a-z]+$/.test(x)) throw new Error('no'); return x; }\nfs.createReadStream('a.zip').pipe(unzipper.Parse()).on('entry', (entry) => {\n  entry.pipe(fs.createWriteStream(`/out/${tested(entry.path)}`));\n});\n" },
  'path: extension alone': tool("  if (path.extname(a) !== '.md') throw new Error('no');\n  fs.readFileSync(a); // ! path-traversal"),
  'path: extension list': tool("  if (!['.png', '.jpg'].includes(path.extname(a))) throw new Error('no');\n  fs.writeFileSync(a, b); // ! path-traversal"),
  'path: denied folders': tool("  if (['/etc', '/usr'].some((each) => a.startsWith(each))) throw new Error('no');\n  fs.readFileSync(a); // ! path-traversal"),
  'path: looked up among the files of a folder': tool("  const names = fs.readdirSync('/srv');\n  if (!names.includes(a)) throw new Error('no');\n  fs.readFileSync(path.join('/srv', a));"),
  'path: found among the files of a folder': tool("  const name = fs.readdirSync('/srv').find((each) => each === a);\n  if (!name) throw new Error('no');\n  fs.readFileSync(path.join('/srv', name));"),
  'path: from a table by id': tool('  fs.readFileSync(FILES[a]);', "const FILES = { one: '/srv/one.md', two: '/srv/two.md' };"),
  'path: in a class': tool('  new Store(process.env.ROOT).read(a);', "class Store {\n  private root: string;\n  constructor(root: string) { this.root = path.resolve(root); }\n  private at(p: string) { const full = path.resolve(this.root, p); if (!full.startsWith(this.root + path.sep)) throw new Error('no'); return full; }\n  read(p: string) { return fs.readFileSync(this.at(p)); }\n}"),

  'path: refused by a helper whose result is kept': tool("  const full = validatePath(a);\n  console.error(full.length);\n  fs.readFileSync(a);", "const ROOT = path.resolve(process.env.ROOT ?? '.');\nfunction validatePath(p) { const full = path.resolve(ROOT, p); const rel = path.relative(ROOT, full); if (rel.startsWith('..') || path.isAbsolute(rel)) throw new Error('no'); return full; }"),
  'path: a helper that tells by its result, which is kept and not looked at': tool("  const ok = validatePath(a);\n  console.error(ok);\n  fs.readFileSync(a); // ! path-traversal", "const ROOT = path.resolve(process.env.ROOT ?? '.');\nfunction validatePath(p) { const full = path.resolve(ROOT, p); return full.startsWith(ROOT + path.sep); }"),
  'path: a helper whose promise is kept and not awaited': tool("  const kept = validatePath(a);\n  fs.readFileSync(a); // ! path-traversal\n  await kept;", "const ROOT = path.resolve(process.env.ROOT ?? '.');\nasync function validatePath(p) { const full = path.resolve(ROOT, p); if (!full.startsWith(ROOT + path.sep)) throw new Error('no'); return full; }"),
  'path: a helper whose promise is awaited and kept': tool("  const kept = await validatePath(a);\n  console.error(kept);\n  fs.readFileSync(a);", "const ROOT = path.resolve(process.env.ROOT ?? '.');\nasync function validatePath(p) { const full = path.resolve(ROOT, p); if (!full.startsWith(ROOT + path.sep)) throw new Error('no'); return full; }"),
  'path: a kept validator from elsewhere': tool("  const verdict = validatePath(a);\n  console.error(verdict);\n  fs.readFileSync(a); // ! path-traversal", "declare function validatePath(p: string): { valid: boolean };"),
  'path: refused by a method that throws': tool('  new Guard().read(a);', "const ROOT = path.resolve(process.env.ROOT ?? '.');\nclass Guard {\n  private deny(p: string) { throw new Error(`no ${p}`); }\n  private vet(p: string) { const full = path.resolve(ROOT, p); if (!full.startsWith(ROOT + path.sep)) this.deny(p); return full; }\n  read(p: string) { return fs.readFileSync(this.vet(p)); }\n}"),
  'path: prefix, and a separator behind it': tool("  const full = path.resolve(ROOT, a);\n  if (!within(ROOT, full)) throw new Error('no');\n  fs.readFileSync(full);", "const ROOT = path.resolve(process.env.ROOT ?? '.');\nfunction within(root: string, full: string) { if (full === root) return true; if (!full.startsWith(root)) return false; return full[root.length] === path.sep; }"),
  'path: prefix, and a separator behind it by its code': tool("  const full = path.resolve(ROOT, a);\n  if (!within(ROOT, full)) throw new Error('no');\n  fs.readFileSync(full);", "const ROOT = path.resolve(process.env.ROOT ?? '.');\nconst isSlash = (code: number) => code === 47 || code === 92;\nfunction within(root: string, full: string) { return full.startsWith(root) && (full.length === root.length || isSlash(full.charCodeAt(root.length))); }"),

  // Requests.
  'ssrf: host list after parsing': tool("  const { hostname } = new URL(a);\n  if (!HOSTS.has(hostname)) throw new Error('no');\n  await fetch(a);", "const HOSTS = new Set(['api.example.com']);"),
  'ssrf: host ends in a domain with its dot': tool("  const { hostname } = new URL(a);\n  if (hostname !== 'example.com' && !hostname.endsWith('.example.com')) throw new Error('no');\n  await fetch(a);"),
  'ssrf: host ends in a domain without its dot': tool("  const { hostname } = new URL(a);\n  if (!hostname.endsWith('example.com')) throw new Error('no');\n  await fetch(a); // ! ssrf"),
  'ssrf: host list with subdomains': tool("  const host = new URL(a).hostname;\n  if (!HOSTS.some((each) => host === each || host.endsWith(`.${each}`))) throw new Error('no');\n  await fetch(a);", "const HOSTS = ['example.com', 'example.org'];"),
  'ssrf: scheme alone': tool("  if (!['http:', 'https:'].includes(new URL(a).protocol)) throw new Error('no');\n  await fetch(a); // ! ssrf"),
  'ssrf: own test of private addresses': tool("  const url = new URL(a);\n  if (isPrivateAddress(url.hostname)) throw new Error('no');\n  await fetch(url);", "function isPrivateAddress(host: string) { return host === 'localhost' || /^127\\./.test(host) || /^10\\./.test(host) || /^192\\.168\\./.test(host) || /^169\\.254\\./.test(host) || /^172\\.(1[6-9]|2\\d|3[01])\\./.test(host); }"),
  'ssrf: list of blocked patterns': tool("  const url = new URL(a);\n  if (BLOCKED.some((each) => each.test(url.hostname))) throw new Error('no');\n  await fetch(url);", 'const BLOCKED = [/^localhost$/i, /^127\\./, /^10\\./, /^192\\.168\\./, /^169\\.254\\./, /^172\\.(1[6-9]|2\\d|3[01])\\./, /^\\[?::1\\]?$/];'),
  'ssrf: one blocked name': tool("  const url = new URL(a);\n  if (url.hostname === 'localhost') throw new Error('no');\n  await fetch(url); // ! ssrf"),
  'ssrf: blocked by text': tool("  if (a.includes('localhost') || a.includes('127.0.0.1')) throw new Error('no');\n  await fetch(a); // ! ssrf"),
  'ssrf: resolved by DNS and tested': tool('  await assertPublic(a);\n  await fetch(a);', "import dns from 'node:dns/promises';\nimport ipaddr from 'ipaddr.js';\nasync function assertPublic(text: string) {\n  const url = new URL(text);\n  const found = await dns.lookup(url.hostname, { all: true });\n  for (const { address } of found) if (ipaddr.parse(address).range() !== 'unicast') throw new Error('no');\n}"),
  'ssrf: resolved by DNS and tested by some': tool('  await assertPublic(a);\n  await fetch(a);', "import { lookup } from 'node:dns/promises';\nfunction isInternalIp(ip: string) { return ip.startsWith('10.') || ip.startsWith('127.') || ip.startsWith('192.168.'); }\nasync function assertPublic(text: string) {\n  const url = new URL(text);\n  const found = await lookup(url.hostname, { all: true });\n  if (found.some((each) => isInternalIp(each.address))) throw new Error('no');\n}"),
  'ssrf: host written in numbers': tool("  const parsed = ipaddr.parse(new URL(a).hostname);\n  if (parsed.range() !== 'unicast') throw new Error('no');\n  await fetch(a);", "import ipaddr from 'ipaddr.js';"),
  'ssrf: block list of net': tool("  const { hostname } = new URL(a);\n  if (blocked.check(hostname)) throw new Error('no');\n  await fetch(a);", "import net from 'node:net';\nconst blocked = new net.BlockList();\nblocked.addSubnet('10.0.0.0', 8);"),
  'ssrf: result with a reason': tool("  const verdict = vetUrl(a);\n  if (!verdict.valid) return { isError: true };\n  await fetch(a);", "function isPrivateIp(ip: string) { return /^(10|127)\\./.test(ip); }\nfunction vetUrl(text: string) { try { const url = new URL(text); if (isPrivateIp(url.hostname)) return { valid: false, reason: 'private' }; return { valid: true }; } catch { return { valid: false, reason: 'bad' }; } }"),
  'ssrf: boolean helper': tool("  if (!isSafeUrl(a)) return { isError: true };\n  await fetch(a);", "function isPrivateIp(ip: string) { return /^(10|127)\\./.test(ip); }\nfunction isSafeUrl(text: string) { try { const url = new URL(text); if (!['http:', 'https:'].includes(url.protocol)) return false; if (isPrivateIp(url.hostname)) return false; return true; } catch { return false; } }"),
  'ssrf: path put behind a fixed origin': tool("  await fetch(new URL(a, 'https://api.example.com')); // ! ssrf"),
  'ssrf: path put behind a fixed origin, origin compared': tool("  const url = new URL(a, 'https://api.example.com');\n  if (url.origin !== 'https://api.example.com') throw new Error('no');\n  await fetch(url);"),
  'ssrf: sub-domain by a pattern': tool("  if (!/^[a-z0-9-]+$/.test(a)) throw new Error('no');\n  await fetch(`https://${a}.example.com/x`);"),
  'ssrf: sub-domain as it is': tool('  await fetch(`https://${a}.example.com/x`); // ! ssrf'),
  'segment: dots alone refused': tool("  await fetch(`https://api.example.com/items/${seg(a)}`);", "function seg(s: string) { if (s === '.' || s === '..') throw new Error('no'); return encodeURIComponent(s); }"),
  'segment: pattern': tool("  if (!/^[\\w-]{1,64}$/.test(a)) throw new Error('no');\n  await fetch(`https://api.example.com/items/${a}`);"),
  'segment: slashes refused': tool("  if (/[\\/?#]/.test(a)) throw new Error('no');\n  await fetch(`https://api.example.com/items/${a}`); // ! url-path-injection"),
  'segment: slashes and dots refused': tool("  if (/[\\/\\\\?#]|\\.\\./.test(a)) throw new Error('no');\n  await fetch(`https://api.example.com/items/${a}`);"),
  'segment: query by URLSearchParams': tool('  await fetch(`https://api.example.com/items?${new URLSearchParams({ q: a })}`);'),
  'segment: path by segments encoded': tool("  await fetch(`https://api.example.com/files/${a.split('/').map(encodeURIComponent).join('/')}`);"),

  // Statements.
  'sql: placeholders by count': tool("  await db.query(`SELECT * FROM t WHERE id IN (${list.map((_, i) => `$${i + 1}`).join(', ')})`, list);", PG),
  'sql: column list quoted': tool("  await db.query(`SELECT ${list.map((c) => `\"${c.replace(/\"/g, '\"\"')}\"`).join(', ')} FROM t`);", PG),
  'sql: identifiers quoted without doubling': tool('  await db.query(`SELECT * FROM "${a}"`); // ! sql-injection', PG),
  'sql: identifier by a pattern': tool("  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(a)) throw new Error('no');\n  await db.query(`SELECT * FROM \"${a}\"`);", PG),
  'sql: identifier by a helper that throws': tool('  await db.query(`SELECT * FROM ${ident(a)}`);', `${PG}\nfunction ident(s: string) { if (!/^[A-Za-z_]\\w*$/.test(s)) throw new Error('no'); return '"' + s + '"'; }`),
  'sql: table that exists': tool("  const { rows } = await db.query('SELECT tablename FROM pg_tables');\n  if (!rows.map((r) => r.tablename).includes(a)) throw new Error('no');\n  await db.query(`SELECT * FROM \"${a}\"`);", PG),
  'sql: direction by comparison': tool("  const way = a.toUpperCase() === 'DESC' ? 'DESC' : 'ASC';\n  await db.query(`SELECT * FROM t ORDER BY id ${way}`);", PG),
  'sql: limit by number': tool('  await db.query(`SELECT * FROM t LIMIT ${Math.min(Number(a) || 10, 100)}`);', PG),
  'sql: quotes doubled': tool("  await db.query(`SELECT * FROM t WHERE a = '${a.replace(/'/g, \"''\")}'`);", PG),
  'sql: statement must begin with select': tool("  if (!/^\\s*select/i.test(a)) throw new Error('no');\n  await db.query(a); // ! sql-injection", PG),
  'sql: keywords refused': tool("  if (['DROP', 'DELETE', 'UPDATE'].some((k) => a.toUpperCase().includes(k))) throw new Error('no');\n  await db.query(a); // ! sql-injection", PG),
  'sql: semicolons refused': tool("  if (a.includes(';')) throw new Error('no');\n  await db.query(`SELECT * FROM t WHERE ${a}`); // ! sql-injection", PG),
  'sql: parsed and only selects': tool("  const tree = new Parser().astify(a);\n  if (tree.type !== 'select') throw new Error('no');\n  await db.query(a); // ! sql-injection", `${PG}\nimport { Parser } from 'node-sql-parser';`),

  // Code and the rest.
  'code: arithmetic by a pattern': tool("  if (!/^[\\d+\\-*\\/(). ]+$/.test(a)) throw new Error('no');\n  return { content: [{ type: 'text', text: String(eval(a)) }] };"),
  'code: arithmetic by a library': tool('  return { content: [{ type: \'text\', text: String(evaluate(a)) }] };', "import { evaluate } from 'mathjs';"),
  'code: words refused': tool("  if (/require|process|import/.test(a)) throw new Error('no');\n  return { content: [{ type: 'text', text: String(eval(a)) }] }; // ! code-injection"),
  'code: modules by a table': tool('  const load = LOADERS[a];\n  if (!load) throw new Error(\'no\');\n  await load();', "const LOADERS = { a: () => import('./a.js'), b: () => import('./b.js') };"),
  'regex: escaped by hand': tool("  const re = new RegExp(a.replace(/[.*+?^${}()|[\\]\\\\]/g, '\\\\$&'), 'i');\n  return re.test(b);"),
  'regex: as it is': tool("  const re = new RegExp(a, 'i'); // ! regex-injection\n  return re.test(b);"),
  'yaml: safe by default': tool("  return yaml.load(a);", "import yaml from 'js-yaml';"),
  'prototype: keys refused': tool("  if (a === '__proto__' || a === 'constructor' || a === 'prototype') throw new Error('no');\n  store[a][b] = 1;", 'const store = {};'),
};

/** Repairs that are not understood yet, and are found all the same. */
const KNOWN_GAPS: Readonly<Record<string, Program>> = {
  'shell: quoting helper with split and join': tool('  exec(`ls ${q(a)}`);', 'const q = (s) => "\'" + s.split("\'").join("\'\\\\\'\'") + "\'";'),
  'shell: escaped one after the other': tool('  exec(`ls "${q(a)}"`);', 'const q = (s) => s.replace(/\\\\/g, "\\\\\\\\").replace(/"/g, \'\\\\"\').replace(/\\$/g, "\\\\$").replace(/`/g, "\\\\`");'),
  'shell: a list of metacharacters': tool('  if (BAD.some((c) => a.includes(c))) throw new Error(\'no\');\n  exec(`ls ${a}`);', "const BAD = [';', '&', '|', '`', '$', '(', ')', '<', '>', '\\n', '\\\\', '\"', \"'\"];"),
  'shell: refinement with an arrow around a helper': tool('  exec(`ls ${a}`);', "function isName(s: string) { return /^[\\w.-]+$/.test(s); }", strings('z.string().refine((s) => isName(s))')),
  'shell: super refinement': tool('  exec(`ls ${a}`);', '', strings("z.string().superRefine((s, ctx) => { if (!/^[\\w.-]+$/.test(s)) ctx.addIssue({ code: 'custom', message: 'bad' }); })")),
  'shell: transform that throws': tool('  exec(`ls ${a}`);', '', strings("z.string().transform((s) => { if (!/^[\\w.-]+$/.test(s)) throw new Error('bad'); return s; })")),
  'options: helper over several': tool("  vet(a, b);\n  await run('git', ['log', a, b]);", `${RUN}\nfunction vet(...refs) { for (const each of refs) if (each.startsWith('-')) throw new Error('no'); }`),
  'path: refinement of a schema': tool("  fs.readFileSync(path.join('/srv', a));", '', strings("z.string().refine((p) => !p.includes('..') && !path.isAbsolute(p))")),
  'ssrf: agent that filters': tool('  await axios.get(a, { httpAgent: filtering(a), httpsAgent: filtering(a) });', "import axios from 'axios';\nimport filtering from 'ssrf-req-filter';"),
  'sql: table that exists, by some': tool("  const { rows } = await db.query('SELECT tablename FROM pg_tables');\n  if (!rows.some((r) => r.tablename === a)) throw new Error('no');\n  await db.query(`SELECT * FROM \"${a}\"`);", PG),
};

describe('repairs', () => {
  test.each(Object.entries(REPAIRS))('%s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });

  // One that comes right belongs to the table above.
  test.each(Object.entries(KNOWN_GAPS))('known gap: %s', (_, program) => {
    expect(found(program)).not.toEqual(wanted(program));
  });
});
