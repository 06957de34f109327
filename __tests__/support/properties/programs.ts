import type { Handed, Name, Rewrite } from './rewrites';
import type { Seed } from './seeds';

/** The schema of the argument where no guard asks for another. */
export const ANY_TEXT = 'z.string()';

/** Names by turns from some stems: the number makes each the only one. */
export function namesFrom(stems: readonly string[]): Name {
  let count = 0;
  return () => { count++; return `${stems[count % stems.length] ?? 'v'}${count}`; };
}

/** The files of a seed whose value goes through rewrites to code that uses it. The line of the finding is marked. */
export function programOf(seed: Seed, rewrites: readonly Rewrite[], name: Name, use?: (value: string, sink: Seed['sink']) => Handed, schema = ANY_TEXT): Readonly<Record<string, string>> {
  const parts: Handed[] = [];
  const first = name();
  let value = first;
  for (const rewrite of rewrites) {
    const handed = rewrite.hand(value, name);
    parts.push(handed);
    value = handed.value;
    if (!/^\w+$/.test(value)) {
      const next = name();
      parts.push({ before: `  const ${next} = ${value};`, value: next });
      value = next;
    }
  }
  const last = use ? use(value, seed.sink) : { value: seed.sink(value) };
  parts.push(last);
  const body = [`  const ${first} = ${seed.source};`, ...parts.map((part) => part.before ?? ''), `  ${last.value}; // ! ${seed.kind}`].filter((line) => line !== '').join('\n');
  const head = [seed.imports, ...parts.map((part) => part.head ?? '')].filter((line) => line !== '').join('\n');
  return { 'src/index.ts': `${head}\n${seed.frame(body, schema)}\n`, ...Object.assign({}, ...parts.map((part) => part.files ?? {})) as Record<string, string> };
}

/** A program as it is read, with the names of its files. */
export function shown(files: Readonly<Record<string, string>>): string {
  return Object.entries(files).map(([path, text]) => `// ${path}\n${text}`).join('\n');
}
