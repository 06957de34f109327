import { describe, expect, test } from '@jest/globals';
import { found, wanted, type Program } from '../support/flows';

const lib = (code: string): Program => ({ 'index.js': `${code}\n` });
const merge = (check: string, wrong = ''): Program => lib(`function merge(to, from) {\n  for (const key in from) {\n    ${check}\n    if (isObject(to[key])) merge(to[key], from[key]);\n    else to[key] = from[key]; ${wrong}\n  }\n  return to;\n}\nmodule.exports = merge;`);
const WRONG = '// ! prototype-pollution';
/** A function that follows a path, with a test of each key that it goes down by. */
const descent = (check: string, head = '', wrong = ''): Program => lib(`${head}\nexports.set = (object, path, value) => {\n  const parts = path.split('.');\n  let at = object;\n  for (let i = 0; i < parts.length - 1; i++) {\n    const key = parts[i];\n    ${check}\n    at = at[key];\n  }\n  at[parts[parts.length - 1]] = value; ${wrong}\n};`);
/** A function that follows a path, or every member where the path says `*`. */
const wildcard = (check: string, wrong = ''): Program => lib(`function set(object, path, value) {\n  const parts = path.split('.');\n  let parent = object;\n  for (let i = 0; i < parts.length; i++) {\n    const key = parts[i];\n    parent = object;\n    if (key === '*') {\n      for (const name in parent) set(object[name], parts.slice(i + 1).join('.'), value);\n      return;\n    }\n    ${check}\n    object = object[key];\n  }\n  parent[path.split('.').pop()] = value; ${wrong}\n}\nmodule.exports = set;`);

/** Functions that libraries export, and what of them reaches the prototype of every object. */
const CASES: Readonly<Record<string, Program>> = {
  'a merge': merge('', WRONG),
  'a merge of own keys': merge('if (!from.hasOwnProperty(key)) continue;', WRONG),
  'a merge into own members': merge('if (!to.hasOwnProperty(key)) continue;'),
  'a merge that refuses prototypes': merge("if (key === '__proto__' || key === 'constructor') continue;"),
  'a merge with a list of refused keys': merge("if (['__proto__', 'constructor', 'prototype'].includes(key)) continue;"),
  'a merge by callback': lib("exports.merge = function deep(to, from) {\n  Object.keys(from).forEach((key) => {\n    if (typeof from[key] === 'object') {\n      if (!to[key]) to[key] = {};\n      deep(to[key], from[key]);\n    } else to[key] = from[key]; // ! prototype-pollution\n  });\n};"),
  'a merge of arguments': lib("module.exports = function extend() {\n  var to = arguments[0];\n  for (var i = 1; i < arguments.length; i++) {\n    var from = arguments[i];\n    for (var name in from) {\n      if (isObject(from[name])) to[name] = extend(to[name] || {}, from[name]);\n      else to[name] = from[name]; // ! prototype-pollution\n    }\n  }\n  return to;\n};"),
  'a deep copy': lib("exports.copy = function copy(from) {\n  const to = {};\n  for (const key of Object.keys(from)) to[key] = typeof from[key] === 'object' ? copy(from[key]) : from[key];\n  return to;\n};"),
  'a flat copy': lib('exports.assign = (to, from) => { for (const key in from) to[key] = from[key]; };'),
  'a path': lib("exports.set = (object, path, value) => {\n  const parts = path.split('.');\n  let at = object;\n  for (let i = 0; i < parts.length - 1; i++) {\n    if (!at[parts[i]]) at[parts[i]] = {};\n    at = at[parts[i]];\n  }\n  at[parts[parts.length - 1]] = value; // ! prototype-pollution\n};"),
  'a path that must be text': lib("exports.set = (object, path, value) => {\n  if (typeof path !== 'string') return;\n  const parts = path.split('.');\n  for (let i = 0; i < parts.length; i++) {\n    const part = parts[i];\n    if (!object[part]) object[part] = {};\n    if (i === parts.length - 1) object[part] = value; // ! prototype-pollution\n    object = object[part];\n  }\n};"),
  'a path by callback': lib("exports.set = (object, keys, value) => {\n  let at = object;\n  keys.forEach((key, i) => {\n    if (i === keys.length - 1) at[key] = value; // ! prototype-pollution\n    else at = at[key] = at[key] || {};\n  });\n};"),
  'a path by reduction': lib("exports.set = (object, path, value) => {\n  const keys = path.split('.');\n  const last = keys.pop();\n  keys.reduce((at, key) => at[key], object)[last] = value; // ! prototype-pollution\n};"),
  'a path of harmless keys': lib("exports.set = (object, path, value) => {\n  let at = object;\n  for (const key of path.split('.')) {\n    if (key === '__proto__' || key === 'constructor' || key === 'prototype') return;\n    at[key] = at[key] || {};\n    at = at[key];\n  }\n};"),
  'a path on which only one name is refused': lib("exports.set = (object, path, value) => {\n  const parts = path.split('.');\n  while (parts.length > 1) {\n    const part = parts.shift();\n    if (part === '__proto__') return;\n    object = object[part] = object[part] || {};\n  }\n  object[parts[0]] = value; // ! prototype-pollution\n};\nexports.safe = (object, path, value) => {\n  const parts = path.split('.');\n  while (parts.length > 1) {\n    const part = parts.shift();\n    if (part === '__proto__' || part === 'constructor') return;\n    object = object[part] = object[part] || {};\n  }\n  object[parts[0]] = value;\n};"),
  'a merge where the key is the own one of the target': lib("var own = Object.prototype.hasOwnProperty;\nexports.merge = function merge(to, from) {\n  for (var key in from) {\n    if (own.call(to, key) && isObject(to[key])) merge(to[key], from[key]);\n    else to[key] = from[key];\n  }\n  return to;\n};"),
  'a path down own members': descent('if (!Object.prototype.hasOwnProperty.call(at, key)) return;'),
  'a path down own members, asked in the newer way': descent('if (!Object.hasOwn(at, key)) return;'),
  'a path down own members, by a helper': descent('if (!has(at, key)) return;', 'function has(o, k) { if (o == null) return false; return Object.prototype.hasOwnProperty.call(o, k); }'),
  'a path down own members, by their names': descent('if (Object.getOwnPropertyNames(at).indexOf(key) === -1) return;'),
  'a path down members of any kind': descent('if (!(key in at)) return;', '', WRONG),
  'a path with a list of refused keys in a helper': descent("if (refused(key)) throw new Error('no');", "const KEYS = new Set(['__proto__', 'constructor', 'prototype']);\nfunction refused(k) { return KEYS.has(k); }"),
  'a path with a pattern of refused keys': descent("if (/^(__proto__|constructor|prototype)$/.test(key)) throw new Error('no');"),
  'a path with a list of refused keys, asked by bits': descent("if (~['__proto__', 'constructor', 'prototype'].indexOf(key)) throw new Error('no');"),
  'a path with a refused beginning': descent("if (key.startsWith('__')) throw new Error('no');", '', WRONG),
  'a path with wildcards': wildcard('', WRONG),
  'a path with wildcards down own members': wildcard('if (Object.getOwnPropertyNames(object).indexOf(key) == -1) return;'),
  'a path that is there': descent('if (!at[key]) return;', '', WRONG),
  'a table that the program keeps': lib('const sessions = {};\nexports.touch = (id, name, value) => {\n  if (!sessions[id]) return;\n  sessions[id][name] = value;\n};'),
  'two keys': lib('exports.set = (object, a, b, value) => { object[a][b] = value; }; // ! prototype-pollution'),
  'two keys of an object without prototype': lib('exports.set = (a, b, value) => {\n  const object = Object.create(null);\n  object[a][b] = value;\n};'),
  'keys with something in front': lib("exports.set = (object, a, b, value) => { object[`$${a}`][b] = value; };"),
  'a function that only a test calls': { 'index.js': 'module.exports = (object, a, b, value) => { object[a][b] = value; }; // ! prototype-pollution\n', 'test/index.test.js': "const set = require('../index.js');\nset({}, 'x', 'y', 1);\n" },
  'a function that only a test and an example beside it call': { 'index.js': 'module.exports = (object, a, b, value) => { object[a][b] = value; }; // ! prototype-pollution\n', 'test.js': "require('./index.js')({}, 'x', 'y', 1);\n", 'example.js': "require('./')({}, 'x', 'y', 1);\n" },
  'a function that nothing exports': lib('function set(object, a, b, value) { object[a][b] = value; }\nset({}, "x", "y", 1);'),
};

describe('prototype pollution by libraries', () => {
  test.each(Object.entries(CASES))('%s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });
});
