import type { ConsentFact, ConsentRequest, TrackerFact } from '../../../facts/consent';
import { BROWSER_ANALYTICS, BROWSER_TRACKERS, CONSENT_PACKAGES } from '../../../facts/knowledge/roles/analytics';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { callLocation, fileOf, locationOf } from '../../../flow/program';
import { seenAt } from '../../../model/evidence';
import { NO_NODE, type Call } from '../../../model/flow-graph';
import { byPlace } from '../../../model/location';
import type { CodeContext } from '../context';
import { patternAt, pathsAt, queryOf } from './query';
import { sliceOf } from './slice';

const known = new WeakMap<Analysis, ConsentFact>();
/** Names of cookies that measure, follow or advertise. What has another name is taken for needed. */
const TRACKING = /^_{0,2}(?:ga|gid|gat|gcl|fbp|fbc|hj|clck|clsk|uetsid|uetvid|utm[a-z]?|ym|mixpanel|mp|amplitude|amp|ph|posthog|hubspotutk|hs|ttp|scid|pin|li_fat|rdt)(?:[_-].*)?$|analytic|track(?:er|ing)|visitor|advert|(?:^|_)ads?(?:_|$)|marketing|campaign|referr|affiliate|fingerprint|retarget|segment_|(?:^|_)stats?(?:_|$)/i;
const CONSENT_WORDS = /consent|agree|accept|opt_?in|allow|gdpr|analytics|tracking|marketing|cookie_?pref/i;
/** A text that asks about cookies or measuring, with something to answer by. */
const ASKS = /\b(?:cookies?|analytics|track(?:ing)?|measure|count(?:ing)? visits|usage data|personal data|newsletter|marketing)\b/i;
const ANSWERS = /<(?:form|button|input|dialog)\b|type=["']?checkbox/i;
const AGREES = /\b(?:consent|accept|agree|allow|may we|opt[ -]in|reject|decline)\b/i;
const SETS_COOKIE = /(?:^|\.)(?:cookie|setCookie|setSignedCookie)$/;

/** Trackers of visitors, and questions for consent, in product code and the pages that it writes. */
export function consentFact({ analysis }: CodeContext): ConsentFact {
  const found = known.get(analysis);
  if (found) return found;
  const { program } = analysis;
  const trackers: TrackerFact[] = [];
  const requests: ConsentRequest[] = [];
  let necessary = 0;
  const query = queryOf(analysis);
  program.calls.forEach((call, index) => {
    const name = query.isProduct(index) ? cookieName(analysis, index, call) : undefined;
    if (name === undefined) return;
    if (!TRACKING.test(name) || /consent/i.test(name)) necessary++;
    else trackers.push({ location: callLocation(program, index), kind: 'cookie', name, gated: isGated(analysis, call), anchor: `${name} ${call.digest}` });
  });
  for (const file of program.files) {
    if (!file.product) continue;
    for (const specifier of file.flow.imports) {
      if (CONSENT_PACKAGES.test(specifier)) requests.push({ location: { path: file.path, line: 1 }, by: specifier, library: true });
      if (BROWSER_ANALYTICS.test(specifier)) trackers.push({ location: { path: file.path, line: 1 }, kind: 'browser-analytics', name: specifier, gated: isInitGated(analysis, specifier), anchor: specifier });
    }
  }
  texts(analysis, (text, node) => {
    const location = locationOf(program, node);
    if (!location) return;
    const tracker = BROWSER_TRACKERS.exec(text)?.[0];
    if (tracker !== undefined) trackers.push({ location, kind: 'browser-analytics', name: tracker.replace(/\/$/, ''), gated: /type=["']text\/plain["'][^>]*data-(?:category|cookie|consent)/i.test(text) || /consent['"]?\s*,\s*['"]default/i.test(text), anchor: tracker });
    if (ASKS.test(text) && ANSWERS.test(text) && AGREES.test(text)) requests.push({ location, by: 'a form', library: false });
  });
  const made = { trackers: once(trackers), requests: once(requests), necessary };
  known.set(analysis, made);
  return made;
}

function once<T extends { readonly location: TrackerFact['location'] }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [`${item.location.path}:${item.location.line}`, item])).values()].sort((a, b) => byPlace(a.location, b.location));
}

/** The name of the cookie that a call sets: by a framework, by `document.cookie`, by a header. */
function cookieName(analysis: Analysis, index: number, call: Call): string | undefined {
  const apis = analysis.points.apis(index);
  const first = patternAt(analysis, call.args[0]);
  if (/^(?:cookie|setCookie|setSignedCookie)$/.test(call.name) && call.args.length >= 2) return call.recv === NO_NODE || /hono\/cookie/.test(apis.join()) ? patternAt(analysis, call.args[1]) : first;
  if (call.name === 'set' && apis.some((path) => /cookies\(?\)?\.set$|\.cookies\.set$|js-cookie\.set$|universal-cookie/.test(path))) return first;
  if (/^(?:setHeader|append|header|set)$/.test(call.name) && /^set-cookie$/i.test(first ?? '')) return /^\s*([\w.-]+)=/.exec(patternAt(analysis, call.args[1]) ?? '')?.[1];
  return apis.some((path) => SETS_COOKIE.test(path)) ? first : undefined;
}

/** A condition about consent stands above the call in its function. */
function isGated(analysis: Analysis, call: Call): boolean {
  const { program } = analysis;
  const before = (at: readonly [number, number]): boolean => at[0] < call.at[0] || (at[0] === call.at[0] && at[1] < call.at[1]);
  const speaks = (node: number): boolean => {
    const { names, texts: literals } = sliceOf(analysis, [node]);
    return [...names, ...literals].some((text) => CONSENT_WORDS.test(text));
  };
  return program.comparisons.some((each) => each.fn === call.fn && before(each.at) && (speaks(each.left) || speaks(each.right)))
    || program.presences.some((each) => each.fn === call.fn && before(each.at) && speaks(each.node));
}

/** A library of the browser that starts only where a condition on consent holds, or opted out until then. */
function isInitGated(analysis: Analysis, specifier: string): boolean {
  const { program, points } = analysis;
  const inits = program.calls.filter((call, index) => /^(?:init|load|initialize|start)$/.test(call.name) && points.apis(index).some((path) => path.startsWith(specifier)));
  return inits.length > 0 && inits.every((call) => isGated(analysis, call));
}

const MAX_TEXT = 200_000;

function texts(analysis: Analysis, visit: (text: string, node: number) => void): void {
  const { program } = analysis;
  program.origins.forEach((origin, node) => {
    if (origin?.k === 'const' && typeof origin.value === 'string' && origin.value.length > 20 && origin.value.length < MAX_TEXT && origin.value.includes('<') && fileOf(program, node)?.product) visit(origin.value, node);
  });
  for (const concat of program.concats) {
    const text = concat.parts.filter((part) => typeof part === 'string').join(' ');
    if (text.length > 20 && text.length < MAX_TEXT && text.includes('<') && fileOf(program, concat.to)?.product) visit(text, concat.to);
  }
  for (const store of program.stores) {
    if (store.prop !== 'cookie' || !pathsAt(analysis, store.base).includes('document')) continue;
    const text = patternAt(analysis, store.from);
    if (text !== undefined) visit(`<document.cookie ${text}`, store.base);
  }
}

/** Traits of cookies and consent. */
export function consentSignals({ trackers, requests }: ConsentFact): TraitSignals {
  return {
    cookies: trackers.map((tracker) => seenAt(tracker.location, tracker.kind === 'cookie' ? `The cookie \`${tracker.name}\` is set here.` : `Visitors are measured here by ${tracker.name}.`)),
    'consent-asked': requests.map((request) => seenAt(request.location, `Consent is asked here by ${request.by}.`)),
  };
}
