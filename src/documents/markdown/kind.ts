import type { DocumentFormat, DocumentKind } from '../../facts/documents';

const KINDS: readonly (readonly [DocumentKind, RegExp])[] = [
  ['issue-template', /(^|\/)\.(github|gitlab)\/(issue_templates?\/.+|issue_template\.md|pull_request_template.*)$/i],
  ['agent', /(^|\/)(agents?|claude|gemini|copilot-instructions|codex|warp|skills?|cursorrules|windsurfrules|llms(-full)?|context7)\.(md|mdc|txt)$|(^|\/)\.(cursor|claude|clinerules|windsurf|roo|kiro|codex|agents?)\//i],
  ['readme', /(^|\/)readme([._-][\w-]+)?(\.\w+)?$/i],
  ['changelog', /(^|\/)(change-?log|changes|history|releases?|release-notes|news)([._-][\w.-]+)?(\.\w+)?$|(^|\/)\.changeset\//i],
  ['privacy', /(^|\/)(\w+[-_])?(privacy|data[-_]?(protection|privacy|policy)|gdpr)([-_]?(policy|notice|statement))?([._-][a-z-]{2,5})?\.\w+$|(^|\/)privacy(-policy)?\/(index|page|readme)\.\w+$|(^|\/)privacy$/i],
  ['terms', /(^|\/)(terms|tos|terms[-_]of[-_](service|use)|eula)(\.\w+)?$/i],
  ['security', /(^|\/)security([-_](policy|guide|model))?(\.\w+)?$/i],
  ['support', /(^|\/)(support|help|getting[-_]help)(\.\w+)?$/i],
  ['contributing', /(^|\/)(contributing|contribution|development|hacking)([-_]guide)?(\.\w+)?$/i],
  ['conduct', /(^|\/)code[-_]of[-_]conduct(\.\w+)?$/i],
  ['license', /(^|\/)(licen[cs]e|copying|notice|third[-_]?party[-_]?(notices?|licen[cs]es?)|authors|contributors|codeowners)([._-][\w-]+)?(\.\w+)?$/i],
  ['docs', /(^|\/)(docs?|documentation|guides?|wiki|website|site|content|pages)\//i],
];

/** What a document is for, from its path. */
export function documentKind(path: string): DocumentKind {
  for (const [kind, pattern] of KINDS) if (pattern.test(path)) return kind;
  return 'other';
}

/** Whether a file is prose. Texts without an ending count when their name says what they are. */
export function isProse(path: string): boolean {
  if (/\.(md|mdx|mdc|markdown|rst|adoc|asciidoc|html?)$/i.test(path)) return true;
  if (/(^|\/)\.github\/issue_template\/[^/]+\.ya?ml$/i.test(path)) return true;
  return /(^|\/)(readme|install|privacy|security|support|contributing|changelog|licen[cs]e|terms|llms(-full)?)([_-][\w-]+)?(\.txt)?$/i.test(path);
}

export function documentFormat(path: string): DocumentFormat {
  if (/\.(md|mdx|mdc|markdown)$/i.test(path)) return 'markdown';
  if (/\.rst$/i.test(path)) return 'restructuredtext';
  if (/\.(adoc|asciidoc)$/i.test(path)) return 'asciidoc';
  return /\.html?$/i.test(path) ? 'html' : 'text';
}
