import { CHECKLIST } from '../checklist/checklist';
import { flowKindInfo } from '../checklist/finding-kinds';
import type { ControlId } from '../checklist/ids';
import { FLOW_KIND_IDS } from '../model/flow-kind';
import type { Location } from '../model/location';
import type { Claim, Fault, Scorecard, ScoredFinding } from '../model/scorecard';
import { docsUrl, flowText } from './catalogue';
import { oneLine, uriPath } from './escape';
import { stableStringify } from './json';
import { silencer, type Silencer } from './silenced';

/** Limits of GitHub's code scanning: results per run, tags per rule. */
const MAX_RESULTS = 25_000;
const MAX_TAGS = 20;
const MAX_STEPS = 100;

interface Rule {
  readonly id: string;
  readonly [property: string]: unknown;
}

/** The scorecard as SARIF 2.1.0. Always one run with every rule, or a viewer would keep alerts of rules that are gone. */
export function renderSarif(card: Scorecard): string {
  const rules = rulesOf(card);
  const index = new Map(rules.map((rule, at) => [rule.id, at]));
  const anchor = anchorPath(card);
  const placed = new Set(card.findings.filter((finding) => (finding.location?.path ?? anchor) !== undefined).slice(0, MAX_RESULTS));
  const rest = card.findings.filter((finding) => !placed.has(finding));
  const silenced = silencer(card);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: card.tool.name, version: card.tool.version, semanticVersion: card.tool.version, informationUri: card.tool.url, rules } },
      automationDetails: { id: `mcp-publish-gate/${card.subject.workingDirectory === '' ? '' : `${uriPath(card.subject.workingDirectory)}/`}` },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
      ...provenance(card),
      invocations: [invocation(card, rest)],
      results: [...placed].map((finding) => resultOf(card, finding, index, anchor ?? '', silenced)),
      properties: { decision: card.decision.result, blocking: card.decision.blocking, ...(card.score !== undefined && { score: card.score }) },
    }],
  };
  return `${stableStringify(log, 2)}\n`;
}

/** A rule for each control, then one for each class of data flow that is not named like its control. */
function rulesOf(card: Scorecard): Rule[] {
  const controls = (Object.keys(CHECKLIST) as ControlId[]).map((id) => controlRule(card, id));
  const flows = FLOW_KIND_IDS.filter((kind) => !Object.hasOwn(CHECKLIST, kind)).map((kind) => flowRule(card, kind));
  return [...controls, ...flows];
}

function controlRule(card: Scorecard, id: ControlId): Rule {
  const item = CHECKLIST[id];
  const flow = flowText(id);
  const required = (card.controls.find((row) => row.id === id)?.level ?? item.level) === 'required';
  const weaknesses = item.references.flatMap((reference) => /^CWE-(\d+)$/.exec(reference.name)?.[1] ?? []).map(Number);
  return {
    id,
    shortDescription: { text: item.title },
    fullDescription: { text: item.requirement },
    help: { text: `${item.why}\n\nWhat to do: ${item.remedy}`, markdown: `${item.why}\n\n**What to do:** ${item.remedy}\n\n${item.references.map((reference) => `- [${reference.name}](${reference.url})`).join('\n')}` },
    helpUri: docsUrl(card, id),
    defaultConfiguration: { level: required ? 'error' : 'warning' },
    properties: { precision: 'high', 'problem.severity': required ? 'error' : 'warning', tags: tagsOf(item.section, [...(flow ? [flow.cwe] : []), ...weaknesses]) },
  };
}

function flowRule(card: Scorecard, kind: (typeof FLOW_KIND_IDS)[number]): Rule {
  const info = flowKindInfo(kind);
  return {
    id: kind,
    shortDescription: { text: info.title },
    fullDescription: { text: info.explanation },
    help: { text: `${info.explanation}\n\nWhat to do: ${info.remedy}`, markdown: `${info.explanation}\n\n**What to do:** ${info.remedy}` },
    helpUri: docsUrl(card, info.control),
    defaultConfiguration: { level: 'error' },
    properties: { precision: 'high', 'problem.severity': 'error', tags: tagsOf(CHECKLIST[info.control].section, [info.cwe, ...(info.related ?? [])]) },
  };
}

/** `external/cwe/cwe-079`, three digits at least, as code scanning groups by them. */
function tagsOf(section: string, weaknesses: readonly number[]): string[] {
  const cwes = [...new Set(weaknesses)].map((cwe) => `external/cwe/cwe-${String(cwe).padStart(3, '0')}`);
  return [...(cwes.length > 0 ? ['security'] : []), section, ...cwes].slice(0, MAX_TAGS);
}

function resultOf(card: Scorecard, finding: ScoredFinding, index: ReadonlyMap<string, number>, anchor: string, silenced: Silencer): unknown {
  const ruleId = index.has(finding.kind) && flowText(finding.kind) ? finding.kind : finding.control;
  const claim = silenced(finding);
  return {
    ruleId,
    ...(index.has(ruleId) && { ruleIndex: index.get(ruleId) }),
    level: levelOf(card, finding),
    message: { text: messageText(`${finding.text} ${finding.remedy}`) },
    locations: [{ physicalLocation: physical(finding.location ?? { path: anchor, line: 1 }) }],
    partialFingerprints: { 'mcpPublishGate/v1': finding.fingerprint },
    ...(card.subject.mergeBase !== undefined && { baselineState: finding.state === 'existing' ? 'unchanged' : 'new' }),
    ...(finding.flow && finding.flow.length > 0 && { codeFlows: [codeFlow(finding)] }),
    ...(claim && { suppressions: [suppression(claim)] }),
    properties: { control: finding.control, kind: finding.kind, nature: finding.nature, inDiff: finding.inDiff },
  };
}

function levelOf(card: Scorecard, finding: ScoredFinding): string {
  if (finding.severity === 'warn') return 'note';
  return card.controls.find((row) => row.id === finding.control)?.level === 'recommended' ? 'warning' : 'error';
}

function suppression(claim: Claim): unknown {
  return { kind: claim.kind === 'ignore' ? 'inSource' : 'external', status: 'accepted', justification: oneLine(claim.reason, 1_000), location: { physicalLocation: physical(claim) } };
}

/** `[text](1)` is a link in a SARIF message (3.11.6); nothing quoted from a repository may become one. */
function messageText(text: string): string {
  return oneLine(text, 2_000).replace(/\](?=\()/g, '] ');
}

function codeFlow(finding: ScoredFinding): unknown {
  const steps = finding.flow ?? [];
  const kept = steps.length > MAX_STEPS ? [...steps.slice(0, MAX_STEPS - 1), ...steps.slice(-1)] : steps;
  return { threadFlows: [{ locations: kept.map((step) => ({ location: { physicalLocation: physical(step.location), message: { text: messageText(step.note) } } })) }] };
}

/** Lines and columns from 1; an end only where it does not lie before the start. */
function physical(location: Location): unknown {
  const { path, line, column, endLine, endColumn } = location;
  const start = Math.max(1, line);
  const end = endLine !== undefined && endLine >= start ? endLine : undefined;
  const ends = endColumn !== undefined && column !== undefined && ((end ?? start) > start || endColumn > column);
  return {
    artifactLocation: { uri: uriPath(path), uriBaseId: '%SRCROOT%' },
    region: { startLine: start, ...(column !== undefined && column >= 1 && { startColumn: column }), ...(end !== undefined && { endLine: end }), ...(ends && { endColumn }) },
  };
}

/** Where a finding on the whole repository is shown: a manifest or a README that the scorecard knows to exist. */
function anchorPath(card: Scorecard): string | undefined {
  const evidence = [...card.traits, ...card.items, ...card.controls].flatMap((row) => row.evidence.flatMap((one) => one.location?.path ?? []));
  const known = [...new Set([...evidence, ...card.findings.flatMap((finding) => finding.location?.path ?? [])])].sort();
  const home = card.subject.workingDirectory === '' ? '' : `${card.subject.workingDirectory}/`;
  return known.find((path) => path === `${home}package.json`) ?? known.find((path) => path.startsWith(home) && /^readme(\.\w+)?$/i.test(path.slice(home.length)));
}

function provenance(card: Scorecard): { readonly versionControlProvenance?: unknown } {
  const { repository, serverUrl, head } = card.subject;
  if (repository === undefined || serverUrl === undefined || !/^[0-9a-f]{40,64}$/.test(head)) return {};
  return { versionControlProvenance: [{ repositoryUri: `${serverUrl}/${uriPath(repository)}`, revisionId: head, mappedTo: { uriBaseId: '%SRCROOT%' } }] };
}

/** Faults, gaps and findings without any file to stand in are notifications. */
function invocation(card: Scorecard, rest: readonly ScoredFinding[]): unknown {
  const execution = [
    ...card.faults.filter((fault) => fault.kind !== 'configuration').map(faultNotification),
    ...card.gaps.slice(0, 1_000).map((gap) => ({ level: 'warning', message: { text: messageText(`Not seen: ${gap.what}. ${gap.why}`) } })),
    ...rest.slice(0, 1_000).map((finding) => ({ level: finding.severity === 'fail' ? 'error' : 'warning', message: { text: messageText(`${finding.text} ${finding.remedy}`) }, associatedRule: { id: finding.control } })),
  ];
  const configuration = card.faults.filter((fault) => fault.kind === 'configuration').map(faultNotification);
  return {
    executionSuccessful: card.decision.result !== 'could-not-evaluate',
    ...(execution.length > 0 && { toolExecutionNotifications: execution }),
    ...(configuration.length > 0 && { toolConfigurationNotifications: configuration }),
  };
}

function faultNotification(fault: Fault): unknown {
  const place = fault.path === undefined ? undefined : { path: fault.path, line: fault.line ?? 1, ...(fault.column !== undefined && { column: fault.column }) };
  return { level: 'error', message: { text: messageText(`${fault.message} ${fault.remedy}`) }, ...(place && { locations: [{ physicalLocation: physical(place) }] }) };
}
