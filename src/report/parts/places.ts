import type { Evidence } from '../../model/evidence';
import { placeOf, type Location } from '../../model/location';
import type { Subject } from '../../model/scorecard';
import { codeSpan, markdownLink, markdownProse, uriPath, type Place } from '../escape';
import { andMore, firstOf, type Page } from './page';

/** Markdown and its kin are shown rendered, where line anchors lead nowhere; `plain=1` shows their lines. */
const RENDERED = /\.(md|markdown|mdx|mdown|mkdn|rst|adoc|asciidoc|org|textile|ipynb|csv|tsv|geojson)$/i;

/** The lasting address of a place at a commit; none where the forge, the repository or the commit is not known. */
export function permalink(subject: Subject, location: Location, commit: string = subject.head): string | undefined {
  const { serverUrl, repository } = subject;
  if (serverUrl === undefined || repository === undefined) return undefined;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || !/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) return undefined;
  const end = location.endLine !== undefined && location.endLine > location.line ? `-L${location.endLine}` : '';
  return `${serverUrl.replace(/\/+$/, '')}/${repository}/blob/${commit}/${uriPath(location.path)}${RENDERED.test(location.path) ? '?plain=1' : ''}#L${location.line}${end}`;
}

/** `path:line` as code, linked to the line at the head commit (or another one). */
export function placeLink(page: Page, location: Location, place: Place = 'flow', commit?: string): string {
  return markdownLink(codeSpan(shortPlace(location), 160, place), permalink(page.card.subject, location, commit));
}

/** A long path keeps its end, which tells more than its beginning. */
function shortPlace(location: Location): string {
  const place = placeOf(location);
  return place.length <= 100 ? place : `…${place.slice(-99).replace(/^[\udc00-\udfff]/, '')}`;
}

/** Evidence, one piece each: the place, then what was seen there. */
export function evidenceList(page: Page, evidence: readonly Evidence[], place: Place): string[] {
  const { shown, left } = firstOf(evidence, page.limits.evidence);
  const lines = shown.map(({ location, note }) => [location && placeLink(page, location, place), markdownProse(note, page.limits.text, place)].filter(Boolean).join(' '));
  return left > 0 && shown.length > 0 ? [...lines, andMore(page, left, 'place')] : lines;
}
