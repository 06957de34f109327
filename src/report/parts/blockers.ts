import type { ItemRow, ScoredFinding } from '../../model/scorecard';
import { docsUrl } from '../catalogue';
import { markdownLink, markdownProse, markdownText } from '../escape';
import { andMore, findingsOf, firstOf, type Page } from './page';
import { evidenceList, placeLink } from './places';
import { changeWords, count, movementWords } from './words';

/** Why the merge is blocked: each item with the lines at fault and the shortest way to repair it. Empty when nothing blocks. */
export function blockersPart(page: Page): string {
  const causes = causesOf(page);
  if (causes.length === 0) return '';
  const { shown, left } = firstOf(causes, page.limits.blockers);
  const told = new Set<ScoredFinding>();
  const blocks = shown.map((cause) => causeText(page, cause, told));
  const others = causes.slice(shown.length).flatMap(({ rows }) => rows.map((row) => markdownText(row.title)));
  const more = left > 0 ? [`**And ${count(others.length, 'more item')}**: ${others.join(', ')}.`] : [];
  return `> [!CAUTION]\n${[...blocks, ...more].join('\n\n').split('\n').map((line) => `> ${line}`.trimEnd()).join('\n')}`;
}

/** Items that block for the same reason: the same findings, or the same sentence. */
interface Cause {
  readonly rows: readonly ItemRow[];
  readonly findings: readonly ScoredFinding[];
}

/** What became worse comes first; otherwise the order of the checklist. */
function causesOf(page: Page): Cause[] {
  const causes = new Map<string, Cause>();
  for (const row of page.card.decision.blocking.flatMap((id) => page.item(id) ?? [])) {
    const findings = blockingFindings(page, row);
    const key = findings.length > 0 ? findings.map((finding) => finding.fingerprint).sort().join(' ') : `${row.outcome} ${row.reason}`;
    causes.set(key, { rows: [...(causes.get(key)?.rows ?? []), row], findings });
  }
  const worse = (cause: Cause): number => Number(cause.rows.some((row) => row.movement === 'regressed'));
  return [...causes.values()].sort((a, b) => worse(b) - worse(a) || breadth(a) - breadth(b));
}

/** What says something precise comes before what sums up. */
function breadth({ findings }: Cause): number {
  return findings.length === 0 ? Infinity : findings.length;
}

/** `told` holds the findings of the causes before; they are counted here and not listed again. */
function causeText(page: Page, { rows, findings }: Cause, told: Set<ScoredFinding>): string {
  const first = rows[0];
  if (!first) return '';
  const titles = rows.map((row) => `**${markdownLink(markdownText(row.title), docsUrl(page.card, row.id))}**`).join(' and ');
  const fresh = findings.filter((finding) => !told.has(finding));
  for (const finding of findings) told.add(finding);
  const lines = fresh.length > 0 ? findingLines(page, fresh, findings.length - fresh.length) : findings.length > 0 ? ['<br>For findings listed above.'] : reasonLines(page, first);
  const [start = '', ...others] = lines;
  return [`${titles} ${howItStands(changeWords(page.card), first, rows.length, findings)}${start}`, ...others].join('\n');
}

function howItStands(change: string, row: ItemRow, number: number, findings: readonly ScoredFinding[]): string {
  const several = number > 1;
  const words: Partial<Record<ItemRow['outcome'], string>> = { fail: several ? 'fail' : 'fails', unverified: several ? 'need a signature' : 'needs a signature', error: 'could not be judged' };
  const moved = movementWords(row);
  const fresh = findings.filter((finding) => finding.state === 'introduced').length;
  if (row.movement === 'regressed' && moved === '' && fresh > 0) return `${words[row.outcome] ?? 'blocks'}, with ${count(fresh, 'new finding')} in ${change}`;
  const before = row.movement === 'same' ? 'as before' : moved === '' ? '' : `and ${moved}`;
  return [words[row.outcome] ?? 'blocks', before].filter(Boolean).join(', ');
}

/** Findings that make an item fail and that no claim silences: introduced ones first, otherwise as they came. */
export function blockingFindings(page: Page, row: ItemRow): ScoredFinding[] {
  const all = row.controls.flatMap((id) => {
    const control = page.control(id);
    return control?.outcome === 'fail' ? findingsOf(page, control).filter((finding) => finding.severity === 'fail' && page.silenced(finding) === undefined) : [];
  });
  return [...all.filter((finding) => finding.state === 'introduced'), ...all.filter((finding) => finding.state === 'existing')];
}

/** One finding is two lines; several are a list, and a repair that is the same for all of them is said once. */
function findingLines(page: Page, findings: readonly ScoredFinding[], above: number): string[] {
  const { shown, left } = firstOf(findings, page.limits.findingsPerBlocker);
  const [first] = shown;
  if (first && findings.length === 1 && above === 0) return [`<br>${findingText(page, first)}<br>${repair(page, first)}`];
  const common = new Set(shown.map((finding) => finding.remedy)).size === 1;
  const lines = shown.map((finding) => `- ${findingText(page, finding)}${common ? '' : `<br>${repair(page, finding)}`}`);
  const more = left > 0 ? [`- ${andMore(page, left, 'finding')}`] : [];
  const others = above > 0 ? [`- and ${count(above, 'finding')} of the items above`] : [];
  return ['', ...lines, ...more, ...others, ...(common && first ? ['', repair(page, first)] : [])];
}

function findingText(page: Page, finding: ScoredFinding): string {
  return `${finding.location ? `${placeLink(page, finding.location)} ` : ''}${markdownProse(finding.text, page.limits.text)}`;
}

function repair(page: Page, finding: ScoredFinding): string {
  return `**Repair:** ${markdownProse(finding.remedy, page.limits.text)}`;
}

const UNREAD = '**Repair:** Let it be read: commit the source of what is generated, split what is too large, or name it in `exclude` of the configuration if it is not part of the product.';

/** An item that blocks without a finding: what could not be seen, or what nobody has signed for yet. */
function reasonLines(page: Page, row: ItemRow): string[] {
  const evidence = evidenceList(page, row.evidence.filter((one) => one.note !== row.reason), 'flow');
  const settle = row.outcome === 'unverified' ? ['**Repair:** Bring the evidence into the repository, or let a person attest it, as shown at the end.'] : [];
  const unread = row.outcome === 'error' && row.controls.some((id) => (page.control(id)?.gaps.length ?? 0) > 0) ? [UNREAD] : [];
  return [`<br>${[markdownProse(row.reason, page.limits.text), ...evidence, ...settle, ...unread].join('<br>')}`];
}
