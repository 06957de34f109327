import type { FlowKind } from '../model/flow-kind';
import type { ControlId } from './ids';

/** What one class of data-flow finding is: an untrusted (or sensitive) value that reaches a call it must not reach. */
export interface FlowKindInfo {
  /** The control whose findings these are. */
  readonly control: ControlId;
  readonly title: string;
  /** The weakness in MITRE's enumeration, e.g. 89 for CWE-89. */
  readonly cwe: number;
  /** Further weaknesses under which other tools and labelled suites file the same flaw. */
  readonly related?: readonly number[];
  /** What happens, one sentence. */
  readonly explanation: string;
  /** The shortest repair, one or two sentences. */
  readonly remedy: string;
}

/** Every class of data-flow finding. An id is permanent: it stands in fingerprints, inline ignores and SARIF rules. */
export const FLOW_KINDS = {
  'sql-injection': {
    control: 'sql-injection',
    title: 'SQL injection',
    cwe: 89,
    related: [564],
    explanation: 'Untrusted text becomes part of an SQL statement, so a caller can change what the statement does and read or destroy other data.',
    remedy: 'Put a placeholder in the statement and pass the value as a parameter. Choose table and column names from a fixed list.',
  },
  xss: {
    control: 'xss',
    title: 'Cross-site scripting',
    cwe: 79,
    related: [80, 116],
    explanation: 'Untrusted text becomes part of a page as markup or script, so a caller can run code in the browser of whoever opens it.',
    remedy: 'Let the template engine escape the value, or pass it through a sanitizer such as DOMPurify just before it is written.',
  },
  'command-injection': {
    control: 'untrusted-input',
    title: 'Command injection',
    cwe: 78,
    related: [77],
    explanation: 'Untrusted text reaches a shell or names the program to run, so a caller can run commands of their own on the server.',
    remedy: 'Call execFile or spawn with a fixed program, an array of arguments and no shell.',
  },
  'argument-injection': {
    control: 'untrusted-input',
    title: 'Argument injection',
    cwe: 88,
    related: [77],
    explanation: 'An untrusted argument that begins with a dash is read by the program as an option, and options of many programs write files or run commands.',
    remedy: 'Put `--` before the value where the program honours it, or refuse values that begin with a dash.',
  },
  'path-traversal': {
    control: 'untrusted-input',
    title: 'Path traversal',
    cwe: 22,
    related: [23, 36, 73],
    explanation: 'An untrusted path reaches the file system, so a caller can read or write files outside the folder that was meant.',
    remedy: 'Resolve the path, follow links with realpath, and refuse it unless it is the allowed root itself or begins with the root and a separator.',
  },
  'zip-slip': {
    control: 'untrusted-input',
    title: 'Archive entry written outside its folder',
    cwe: 22,
    related: [23, 29],
    explanation: 'The name of an archive entry decides where a file is written, so a crafted archive can overwrite files outside the folder it is unpacked to.',
    remedy: 'Resolve the name of each entry against the target folder and refuse those that leave it.',
  },
  ssrf: {
    control: 'untrusted-input',
    title: 'Server-side request forgery',
    cwe: 918,
    explanation: 'An untrusted value decides which host the server calls, so a caller can reach internal services and cloud metadata through it.',
    remedy: 'Parse the URL, compare its host with a list of allowed hosts, or resolve it and refuse private, loopback and link-local addresses, also after redirects.',
  },
  'url-path-injection': {
    control: 'untrusted-input',
    title: 'URL path injection',
    cwe: 74,
    related: [20, 22],
    explanation: 'An untrusted value becomes part of the path of a request, so dots, slashes and question marks in it can turn the call into another one made with the credentials of the server.',
    remedy: 'Pass each value through encodeURIComponent and refuse `.` and `..`, or check it against the pattern that identifiers have.',
  },
  'code-injection': {
    control: 'untrusted-input',
    title: 'Code injection',
    cwe: 94,
    related: [95, 470],
    explanation: 'Untrusted text is run as program code, so a caller can do whatever the server itself can do.',
    remedy: 'Do not evaluate text. Parse data with JSON.parse, and choose operations from a table of functions.',
  },
  'template-injection': {
    control: 'untrusted-input',
    title: 'Template injection',
    cwe: 1336,
    related: [94],
    explanation: 'Untrusted text is compiled as a template, and most template languages can reach code and data of the server.',
    remedy: 'Keep the template fixed and pass the untrusted value as data to it.',
  },
  'nosql-injection': {
    control: 'untrusted-input',
    title: 'NoSQL injection',
    cwe: 943,
    explanation: 'An untrusted value becomes part of a database query as an object or as script, so operators in it can match other records or run code.',
    remedy: 'Parse the value to a string, number or known shape before it enters the query, and never pass it to $where or eval.',
  },
  'unsafe-deserialization': {
    control: 'untrusted-input',
    title: 'Unsafe deserialization',
    cwe: 502,
    explanation: 'Untrusted text is turned into objects by a deserializer that can create functions or call constructors, so a caller can run code.',
    remedy: 'Use JSON.parse or the safe schema of the parser, then check the result against a schema.',
  },
  'prototype-pollution': {
    control: 'untrusted-input',
    title: 'Prototype pollution',
    cwe: 1321,
    related: [915, 400],
    explanation: 'An untrusted key decides which property is written, so `__proto__` or `constructor` changes the behaviour of every object in the process.',
    remedy: 'Refuse the keys `__proto__`, `constructor` and `prototype`, or keep such data in a Map or in an object without a prototype.',
  },
  redos: {
    control: 'untrusted-input',
    title: 'Regular expression denial of service',
    cwe: 1333,
    related: [400, 730],
    explanation: 'Untrusted text is matched by a regular expression that can take exponential time, so one short string stops the server.',
    remedy: 'Rewrite the expression without nested or overlapping repetition, or limit the length of the text before it is matched.',
  },
  'regex-injection': {
    control: 'untrusted-input',
    title: 'Regular expression injection',
    cwe: 1333,
    related: [730, 400, 625],
    explanation: 'Untrusted text becomes a regular expression, so a caller can choose one that never finishes or that matches everything.',
    remedy: 'Escape the text before it becomes an expression, or compile it with a linear-time engine such as RE2.',
  },
  'open-redirect': {
    control: 'untrusted-input',
    title: 'Open redirect',
    cwe: 601,
    explanation: 'An untrusted value decides where a browser is sent, so a link to this server can lead to a page that imitates it or receives an authorization code.',
    remedy: 'Redirect only to addresses of a fixed list, or to paths of this server.',
  },
  'header-injection': {
    control: 'untrusted-input',
    title: 'Header injection',
    cwe: 113,
    related: [93, 644],
    explanation: 'An untrusted value becomes the name or value of a header, so a caller can set cookies, change caching or split the response.',
    remedy: 'Refuse values with line breaks and choose header names from a fixed list.',
  },
  xxe: {
    control: 'untrusted-input',
    title: 'XML external entity',
    cwe: 611,
    related: [776, 827],
    explanation: 'Untrusted XML is read by a parser that resolves entities, so a document can pull in files of the server or exhaust its memory.',
    remedy: 'Switch entity resolution and external documents off in the parser.',
  },
  'sensitive-data-logged': {
    control: 'log-redaction',
    title: 'Sensitive data in a log or an answer',
    cwe: 532,
    related: [209, 312, 359],
    explanation: 'A secret or personal value is written where more people and systems can read it than may know it.',
    remedy: 'Log an identifier instead of the value, or list the field in the redaction of the logger.',
  },
  'log-injection': {
    control: 'untrusted-input',
    title: 'Log injection',
    cwe: 117,
    related: [93],
    explanation: 'Untrusted text with line breaks is written to a log as it is, so a caller can forge entries.',
    remedy: 'Log the value as a field of a structured entry, or remove its line breaks first.',
  },
} as const satisfies Readonly<Record<FlowKind, FlowKindInfo>>;

/** What is known of one class, with its optional fields typed as such. */
export function flowKindInfo(kind: FlowKind): FlowKindInfo {
  return FLOW_KINDS[kind];
}
