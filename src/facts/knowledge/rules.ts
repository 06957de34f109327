import type { FlowKind } from '../../model/flow-kind';

/**
 * How the tables name things of libraries: by the way that leads there from the package (or global), with `()` for a
 * call or construction: `pg.Pool().query` is the method `query` of what `new pg.Pool()` or `pg.Pool()` makes.
 * `{a,b}` stands for either; `knex()..whereRaw` for `whereRaw` at the end of any chain that begins with `knex()`;
 * awaiting leaves no trace; `x.default` is `x`; an element of something is `.[]`. A value annotated with a library's type `T` is `T()`.
 */
export type ApiPattern = string;

/** A place of the call: see `facts/knowledge/model.ts`. */
export type PlaceText = string;

/** A test on the constants of a call. What is not known to be constant does not pass it. */
export interface ConstantTest {
  readonly place: PlaceText;
  /** One of these values. */
  readonly is?: readonly (string | number | boolean)[];
  /** None of these values, and known. */
  readonly not?: readonly (string | number | boolean)[];
  /** A string that this matches; of a string put together at run time, the text with `?` for each part that is not known. */
  readonly matches?: RegExp;
  /** Nothing is given at this place. */
  readonly absent?: true;
  /** With `is`: or what one of these ways leads to. */
  readonly api?: readonly ApiPattern[];
  /** With `is`: or a regular expression whose time grows like that with some texts. */
  readonly grows?: 'polynomial' | 'exponential';
}

/** A call in the same function. */
export interface CallTest {
  readonly api: readonly ApiPattern[];
  /** All of these must hold of it. */
  readonly when?: readonly ConstantTest[];
}

/** Parameters of a function given to a library: what the library calls it with. `=window.onmessage` is a function that is assigned to that member. */
export interface CallbackRule {
  readonly api: readonly ApiPattern[];
  /** Which argument is the function; every function among the arguments when absent. */
  readonly arg?: number;
  /** Where the function is, when it is a member of an argument: `arg0.handler`. */
  readonly place?: PlaceText;
  /** Members of an object among the arguments that are such functions: `handler` of `route({ handler })`. */
  readonly object?: readonly string[];
  /** What each parameter is, by index. */
  readonly params: Readonly<Record<number, ApiPattern>>;
  /** What `this` is. */
  readonly self?: ApiPattern;
  /** All of these must hold of the call. */
  readonly when?: readonly ConstantTest[];
}

/** A function that a framework calls by convention, where no call that registers it may be in sight. */
export interface ConventionRule {
  /** Name that the function is declared, assigned or exported under; any when absent. */
  readonly name?: RegExp;
  /** It must be exported from its file, or be a member of the default export. */
  readonly exported?: true;
  /** Path of the file that it stands in; any when absent. */
  readonly file?: RegExp;
  /** What its file begins with: `use server`. */
  readonly directive?: string;
  /** Names of its first parameters, all of which must match; there may be more parameters. */
  readonly names: readonly RegExp[];
  /** What each parameter is, by index. */
  readonly params: Readonly<Record<number, ApiPattern>>;
}

/** What kind of stranger a value comes from. */
export type SourceOrigin = 'tool' | 'request' | 'browser' | 'command-line' | 'remote' | 'upload' | 'environment' | 'file' | 'library' | 'sensitive' | 'named';

/** Values that a framework checks against a schema before the handler runs. */
export interface ValidationRule {
  /** The values, as the handler sees them. */
  readonly api: readonly ApiPattern[];
  /** Names of calls before the one that is given the handler, whose first argument is the schema: `input` of `procedure.input(schema).query(handler)`. */
  readonly chain?: RegExp;
  /** Where in the call that is given the handler the schema stands. */
  readonly places?: readonly PlaceText[];
}

/** A value that is untrusted wherever it appears: a member, or the result of a call when the pattern ends in `()`. */
export interface SourceRule {
  readonly api: readonly ApiPattern[];
  readonly origin: SourceOrigin;
  /** What a reader would call it: "query string of the request". */
  readonly note: string;
  /** Of a call: with that many arguments, where others set what this one reads. */
  readonly args?: number;
  /** It counts where it is handed to a call, and not where members of it are read. */
  readonly handed?: true;
  /** The only kinds of finding that it can cause; any when absent. */
  readonly only?: readonly FlowKind[];
  /** It never holds a line break: HTTP ends a header with one. */
  readonly oneLine?: true;
  /** It is harmless where one of these is an argument of the call: a pipe that parses. */
  readonly parsedBy?: readonly ApiPattern[];
}

/** A place of a call that an untrusted value must not reach. */
export interface SinkRule {
  /** Empty when `method` names it. `=innerHTML` is an assignment to a member of that name of anything, `=location.href` to one of what the way `location` leads to; then argument 0 is the value and `this` what has the member. */
  readonly api: readonly ApiPattern[];
  /** A method by its name alone, on a receiver that nothing is known of; only with a `when`, or names that are telling enough. */
  readonly method?: readonly string[];
  readonly places: readonly PlaceText[];
  readonly kind: FlowKind;
  /** What the call does with the value, to complete "reaches …": "a shell command". */
  readonly note: string;
  /** All of these must hold. */
  readonly when?: readonly ConstantTest[];
  /** None of these may hold. */
  readonly unless?: readonly ConstantTest[];
  /** One of these calls stands in the same function. */
  readonly whenCall?: readonly CallTest[];
  /** None of these calls stands in the same function. */
  readonly unlessCall?: readonly CallTest[];
  /** Nothing of this kind is assigned in the same function: `ctx.type = 'json'`. */
  readonly unlessSet?: { readonly api: readonly ApiPattern[]; readonly matches: RegExp };
  /** All of these hold of the call that made what is called, or what has the member: the template that `template(values)` was compiled from. */
  readonly whenMade?: readonly ConstantTest[];
  /** The method is the tag of an element; calls that are no element do not count. */
  readonly jsx?: true;
  /** Members of an object at the place count as well: what is logged, or sent, goes out whole. */
  readonly deep?: true;
  /** With `method`: the receiver is what a call of one of these names made, as in `db.collection('users').findOne(…)`. */
  readonly on?: readonly string[];
  /** It is no sink where one of these calls is on the way: a prepared statement has methods of the same names as its connection. */
  readonly notBehind?: readonly string[];
  /** The place takes text that is run, in a kind that is otherwise about objects in place of text. */
  readonly text?: true;
  /** Where in the text that arrives the value must stand: at its beginning, or in text that was put together. */
  readonly stands?: 'first' | 'in-text';
  /** Of an address, only its scheme matters here: a part behind other text, or a test of the scheme, makes it harmless. */
  readonly scheme?: true;
  /** The place takes an address that is followed: what is harmful is its beginning, not markup in it. */
  readonly address?: true;
  /** The finding is a warning. */
  readonly warn?: true;
  /** The only sources that count here; any when absent. */
  readonly from?: readonly SourceOrigin[];
}

/** A function whose result is safe for some kinds, whatever went in. */
export interface SanitizerRule {
  readonly api: readonly ApiPattern[];
  /** A function of any origin by its name alone; only for names that say what they do. */
  readonly name?: RegExp;
  /** Kinds that it clears; all when absent. */
  readonly clears?: readonly FlowKind[];
  /** Place that the result is made of, as tainted as before for the other kinds; nothing when absent. */
  readonly from?: PlaceText;
}

/** A boolean test, or a check that throws, after which a value is safe for some kinds. */
export interface GuardRule {
  readonly api: readonly ApiPattern[];
  readonly name?: RegExp;
  /** Place of the value that is tested. */
  readonly place: PlaceText;
  /** Whether it is safe where the test is true, or where it is false. */
  readonly safeWhen: boolean;
  /** It counts only for a value read from one of these members, `hostname` of a URL: of the whole it says nothing. */
  readonly member?: readonly string[];
  readonly clears?: readonly FlowKind[];
}
