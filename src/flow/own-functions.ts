import { fileOfFn, type Program, type ProgramFile } from './program';

/** A function of the program itself that the configuration names: `./src/text.ts#quoted`, `#Pool.run` in whatever file. */
export interface OwnName {
  readonly api: string;
  /** What it returns is a value that rules speak of. */
  readonly gives: boolean;
}

/** Functions of the program that the configuration names, and names that lead to none. */
export interface OwnFunctions {
  readonly ways: ReadonlyMap<number, readonly OwnName[]>;
  readonly unmatched: readonly string[];
}

/** Whether a name of the configuration is one of the program itself, and not of a package. */
export function isOwn(api: string): boolean {
  return api.includes('#');
}

/** Finds the functions, and the methods of classes, that are named. */
export function ownFunctions(program: Program, names: readonly OwnName[]): OwnFunctions {
  const ways = new Map<number, OwnName[]>();
  const unmatched = names.filter((name) => {
    const found = functionsCalled(program, name.api);
    for (const fn of found) ways.set(fn, [...(ways.get(fn) ?? []), name]);
    return found.length === 0;
  });
  return { ways, unmatched: [...new Set(unmatched.map(({ api }) => api))] };
}

function functionsCalled(program: Program, api: string): readonly number[] {
  const [file = '', path = ''] = api.split('#');
  const [first = '', second] = path.split('.');
  const isIn = (at: ProgramFile | undefined): boolean => at !== undefined && (file === '' || at.path === file.replace(/^\.\//, ''));
  const found = second === undefined
    ? program.fns.flatMap((fn, index) => (fn.name === first && fn.cls < 0 ? [index] : []))
    : program.classes.flatMap(({ name, methods }) => { const method = name === first && Object.hasOwn(methods, second) ? methods[second] : undefined; return method === undefined ? [] : [method]; });
  return found.filter((index) => isIn(fileOfFn(program, index)));
}
