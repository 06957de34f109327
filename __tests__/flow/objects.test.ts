import { describe, expect, test } from '@jest/globals';
import { found, tool, wanted } from '../support/flows';

/** Programs in which a value goes through an object or a function that does more than hold it. */
const FORMS: Readonly<Record<string, string>> = {
  'bound arguments': tool('  run.bind(null, a)();', 'function run(x: string) { execSync(x); } // ! command-injection'),
  'bound arguments of callbacks': tool('  [1].forEach(run.bind(null, a)); [b].forEach(two.bind(null, 1));', 'function run(x: string, y: any) { execSync(x); } // ! command-injection\nfunction two(x: any, y: string) { execSync(y); } // ! command-injection'),
  'a bound argument is the one that it is': tool('  [b].forEach(two.bind(null, 1));', 'function two(x: any, y: string) { execSync(x); }'),
  'an emitter and the name of the event': tool("  e.emit('x', a); e.emit('y', 1);", "import { EventEmitter } from 'node:events';\nconst e = new EventEmitter();\ne.on('x', (v) => { execSync(v); }); // ! command-injection\ne.on('y', (v) => { execSync(v); });"),
  'another emitter hears nothing': tool("  e.emit('x', a);", "import { EventEmitter } from 'node:events';\nconst e = new EventEmitter();\nconst f = new EventEmitter();\nf.on('x', (v) => { execSync(v); });"),
  'a class that extends an emitter': tool("  bus.send(a);", "import EventEmitter from 'events';\nclass Bus extends EventEmitter { send(x: string) { this.emit('x', x); } }\nconst bus = new Bus();\nbus.once('x', (v) => { execSync(v); }); // ! command-injection"),
  'mitt': tool("  e.emit('x', a);", "import mitt from 'mitt';\nconst e = mitt();\ne.on('x', (v) => { execSync(v); }); // ! command-injection"),
  'an event whose name is not known': tool("  e.emit(b, a);", "import { EventEmitter } from 'node:events';\nconst e = new EventEmitter();\ne.on('x', (v) => { execSync(v); }); // ! command-injection"),
  'events by iteration': tool("  e.emit('x', a);", "import { EventEmitter, on, once } from 'node:events';\nconst e = new EventEmitter();\nasync function listen() { for await (const [v] of on(e, 'x')) execSync(v); } // ! command-injection\nasync function one() { const [v] = await once(e, 'x'); execSync(v); } // ! command-injection\nlisten(); one();"),
  'EventTarget': tool("  t.dispatchEvent(new CustomEvent('x', { detail: a }));", "const t = new EventTarget();\nt.addEventListener('x', (event: any) => { execSync(event.detail); }); // ! command-injection"),
  'partial application': tool("  partial(run, a)();", "import { partial } from 'lodash';\nfunction run(x: string) { execSync(x); } // ! command-injection"),
  'util.inherits': tool("  new B(a).go();", "import util from 'node:util';\nfunction A(this: any, x: string) { this.x = x; }\nA.prototype.go = function () { execSync(this.x); }; // ! command-injection\nfunction B(this: any, x: string) { A.call(this, x); }\nutil.inherits(B, A);"),
  'a getter that is defined': tool("  const o: any = {}; Object.defineProperty(o, 'x', { get() { return a; } }); execSync(o.x); // ! command-injection"),
  'a method whose name is computed': tool("  s[b](a);", "class S { one(x: string) { execSync(x); } // ! command-injection\n two(x: string) { return x; } }\nconst s = new S();"),
  'a class with an iterator': tool("  for (const x of new L(a)) execSync(x); // ! command-injection", "class L { constructor(private x: string) {} *[Symbol.iterator]() { yield this.x; } }"),
  'AsyncLocalStorage': tool("  store.run({ a }, () => use());", "import { AsyncLocalStorage } from 'node:async_hooks';\nconst store = new AsyncLocalStorage<any>();\nfunction use() { execSync(store.getStore().a); } // ! command-injection"),
  'private state in a WeakMap': tool("  new W(a).go();", "const priv = new WeakMap();\nclass W { constructor(x: string) { priv.set(this, { x }); } go() { execSync(priv.get(this).x); } } // ! command-injection"),
  'a template method': tool("  new C().go(a);", "abstract class P { go(x: string) { this.step(x); } abstract step(x: string): void; }\nclass C extends P { step(x: string) { execSync(x); } } // ! command-injection"),
  'super': tool("  new C().go(a);", "class P { go(x: string) { execSync(x); } } // ! command-injection\nclass C extends P { go(x: string) { super.go(x); } }"),
  'an observable': tool("  of(a).pipe(map((x) => x + '')).subscribe((x) => { execSync(x); }); // ! command-injection", "import { of, map } from 'rxjs';"),
  'pipe': tool("  pipe(a, (x: string) => x.trim(), (x: string) => execSync(x)); // ! command-injection", "import { pipe } from 'fp-ts/function';"),
  'a proxy': tool("  const p = new Proxy({ x: a }, { get: (t: any, k) => t[k] }); execSync(p.x); // ! command-injection"),
  'a transform of a schema': tool("  execSync(s.parse(a)); // ! command-injection", "const s = z.string().transform((x) => x.trim());"),
  'a container': tool("  container.resolve(S).go(a);", "import { container } from 'tsyringe';\nclass S { go(x: string) { execSync(x); } } // ! command-injection"),
};

/** Ways that are not followed yet. */
const KNOWN_GAPS: Readonly<Record<string, string>> = {
  'a mixin': tool("  new M().go(a);", "const Mix = (Base: any) => class extends Base { go(x: string) { execSync(x); } }; // ! command-injection\nclass E {}\nclass M extends Mix(E) {}"),
  'a result': tool("  ok(a).map((x) => x).match((x) => execSync(x), () => 1); // ! command-injection", "import { ok } from 'neverthrow';"),
};

/** Prototypes that lead back to themselves. */
const CIRCLES = ['A.prototype = Object.create(A.prototype);', 'A.prototype = new A();', 'B.prototype = new A(); A.prototype = new B();', 'A.__proto__ = A; A.prototype.__proto__ = A.prototype;'];

describe('ways through objects', () => {
  test.each(CIRCLES)('a circle ends: %s', (circle) => {
    const program = tool('  new A().go(a);', `function A(this: any) {}\nfunction B(this: any) {}\n${circle}\nA.prototype.go = function (x: any) { execSync(x); }; // ! command-injection`);
    expect(found(program)).toEqual(wanted(program));
  });
  test.each(Object.entries(FORMS))('%s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });
  test.each(Object.entries(KNOWN_GAPS))('known gap: %s', (_, program) => {
    expect(found(program)).not.toEqual(wanted(program));
  });
});
