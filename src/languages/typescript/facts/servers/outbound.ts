import type { OutboundCall, PlainRequest, UncheckedCertificate } from '../../../../facts/http';
import type { Analysis } from '../../../../flow/analyse';
import { callLocation, fileOf } from '../../../../flow/program';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import { byPlace, type Location } from '../../../../model/location';
import { callAt, literalsAt, memberAt, patternAt, pathsAt, queryOf } from '../query';
import { sliceOf } from '../slice';
import { isLoopbackHost } from './hosts';
import { packageOf } from './library-roles';

/** SDKs that call a service by themselves, by what is made of them. */
const CLIENTS = /^(@octokit\/\w+|octokit|openai|@anthropic-ai\/sdk|stripe|@slack\/web-api|@notionhq\/client|googleapis|@google-cloud\/[\w-]+|@google\/[\w-]+|@aws-sdk\/[\w-]+|@azure\/[\w-]+|@supabase\/supabase-js|twilio|@sendgrid\/mail|resend|@linear\/sdk|jira-client|@gitbeaker\/\w+|@hubspot\/api-client|@mendable\/firecrawl-js|@tavily\/core|exa-js|@browserbasehq\/[\w-]+|@pinecone-database\/pinecone|@elastic\/elasticsearch|@qdrant\/[\w-]+|replicate|cohere-ai|@mistralai\/mistralai|groq-sdk|@huggingface\/inference|discord\.js|telegraf|@line\/bot-sdk|figma-api|airtable|@shopify\/[\w-]+|@sentry\/api|@datadog\/[\w-]+|firebase-admin|graphql-request|@apollo\/client|@azure\/openai|auth0|@clerk\/backend|plaid|contentful|algoliasearch|@algolia\/[\w-]+|@hyperbrowser\/sdk|e2b|@e2b\/[\w-]+|azure-devops-node-api)$/;

/** Calls that reach another service: requests, and the making of clients that send them. */
export function outboundCalls(analysis: Analysis): OutboundCall[] {
  const query = queryOf(analysis);
  const requests = analysis.sinks.filter((sink) => sink.kind === 'ssrf' && sink.call >= 0 && query.isProduct(sink.call)).map((sink) => sink.call).filter((call) => !onlyLoopback(analysis, call));
  const clients = analysis.program.calls.flatMap((call, index) => (call.kind === 'new' && query.isProduct(index) && analysis.points.apis(index).some((path) => CLIENTS.test(packageOf(path))) ? [index] : []));
  return unique([...requests, ...clients].map((call) => ({ location: callLocation(analysis.program, call), callee: analysis.points.apis(call)[0] ?? callAt(analysis, call)?.name ?? '' })));
}

function unique<T extends { readonly location: Location }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [`${item.location.path}:${item.location.line}:${item.location.column ?? 0}`, item])).values()].sort((a, b) => byPlace(a.location, b.location));
}

function onlyLoopback(analysis: Analysis, call: number): boolean {
  const hosts = (callAt(analysis, call)?.args ?? []).flatMap((arg) => addressesAt(analysis, arg)).flatMap((address) => hostOf(address) ?? []);
  return hosts.length > 0 && hosts.every(isLoopbackHost);
}

/** Texts that a node may hold which are addresses, unknown parts as `*`. */
function addressesAt(analysis: Analysis, node: NodeId): string[] {
  const own = [...literalsAt(analysis, node), ...literalsAt(analysis, memberAt(analysis, node, 'url', 'baseURL', 'uri', 'origin', 'prefixUrl', 'baseUrl'))].filter((value): value is string => typeof value === 'string');
  const pattern = patternAt(analysis, node);
  return [...new Set(pattern === undefined ? own : [...own, pattern])];
}

function hostOf(address: string): string | undefined {
  return /^https?:\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]+)/i.exec(address)?.[1];
}

/** Requests whose address begins with `http://` and leads to a host that is neither this machine nor in a private network. */
export function plainRequests(analysis: Analysis): PlainRequest[] {
  const query = queryOf(analysis);
  const found = analysis.sinks.flatMap((sink): PlainRequest[] => {
    if (sink.kind !== 'ssrf' || sink.call < 0 || !query.isProduct(sink.call)) return [];
    const record = callAt(analysis, sink.call);
    const args = (record?.args ?? []).slice(0, 2);
    return args.flatMap((arg) => addressesAt(analysis, arg)).flatMap((address) => {
      const host = /^http:\/\//i.test(address) ? hostOf(address) : undefined;
      return host === undefined || isPrivate(host) ? [] : [{ location: callLocation(analysis.program, sink.call), host, digest: record?.digest ?? 0 }];
    });
  });
  return unique(found);
}

/** Hosts that only this machine or its own network has: names without a dot, private addresses (RFC 1918, RFC 4193), reserved names (RFC 6761). */
function isPrivate(host: string): boolean {
  if (isLoopbackHost(host) || host.includes('*') || host.includes('$') || !host.includes('.')) return true;
  return /^(10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|0)\.|^0\.0\.0\.0$/.test(host) || /\.(local|localhost|internal|lan|home|test|example|invalid|svc|cluster\.local|corp|intranet)$|(^|\.)example\.(com|org|net)$|^host\.docker\.internal$/i.test(host);
}

/** Places that switch off the check of certificates. */
export function uncheckedCertificates(analysis: Analysis): UncheckedCertificate[] {
  const { program } = analysis;
  const found = program.stores.flatMap((store): UncheckedCertificate[] => {
    const file = fileOf(program, store.base);
    if (!file?.product) return [];
    const location = { path: file.path, line: store.at[0], column: store.at[1] };
    if (/^(rejectUnauthorized|strictSSL|checkServerIdentity)$/.test(store.prop) && store.prop !== 'checkServerIdentity') {
      const literals = literalsAt(analysis, store.from);
      if (!literals.includes(false) || isTlsServer(analysis, store.base)) return [];
      return [{ location, by: `${store.prop}: false`, optional: literals.includes(true) || settingBehind(analysis, store.from), digest: store.digest }];
    }
    if (store.prop === 'NODE_TLS_REJECT_UNAUTHORIZED' && pathsAt(analysis, store.base).includes('process.env')) {
      const literals = literalsAt(analysis, store.from).map(String);
      return literals.includes('0') ? [{ location, by: 'NODE_TLS_REJECT_UNAUTHORIZED', optional: isConditional(analysis, store.base, store.at[0]), digest: store.digest }] : [];
    }
    return [];
  });
  return unique(found);
}

/** A server that does not ask its clients for certificates. */
function isTlsServer(analysis: Analysis, base: NodeId): boolean {
  const { program, points } = analysis;
  return program.calls.some((call, index) => call.args.includes(base) && points.apis(index).some((path) => /^(https|tls|http2)\.(createServer|createSecureServer)$/.test(path)));
}

function settingBehind(analysis: Analysis, node: NodeId): boolean {
  return node !== NO_NODE && [...sliceOf(analysis, [node], { callers: true }).paths].some((path) => /process\.env|config|options|argv/i.test(path));
}

/** Some branch asks for a setting before this line in the same function. */
function isConditional({ program, points }: Analysis, base: NodeId, line: number): boolean {
  const fn = program.owners[base] ?? -1;
  return program.presences.some((each) => each.fn === fn && each.at[0] <= line && each.at[0] >= line - 6 && points.of(each.node).some((value) => value.k === 'api'));
}
