import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { htmlText } from './escape';

export interface HtmlOptions {
  readonly title: string;
  /** Rules for `.markdown-body`, such as those of `github-markdown-css`. */
  readonly stylesheet: string;
}

/** Octicons of the alerts, as GitHub draws them (MIT). */
const ALERTS: Readonly<Record<string, readonly [title: string, icon: string]>> = {
  CAUTION: ['Caution', 'M4.47.22A.749.749 0 0 1 5 0h6c.199 0 .389.079.53.22l4.25 4.25c.141.14.22.331.22.53v6a.749.749 0 0 1-.22.53l-4.25 4.25A.749.749 0 0 1 11 16H5a.749.749 0 0 1-.53-.22L.22 11.53A.749.749 0 0 1 0 11V5c0-.199.079-.389.22-.53Zm.84 1.28L1.5 5.31v5.38l3.81 3.81h5.38l3.81-3.81V5.31L10.69 1.5ZM8 4a.75.75 0 0 1 .75.75v3.5a.75.75 0 0 1-1.5 0v-3.5A.75.75 0 0 1 8 4Zm0 8a1 1 0 1 1 0-2 1 1 0 0 1 0 2Z'],
  WARNING: ['Warning', 'M6.457 1.047c.659-1.234 2.427-1.234 3.086 0l6.082 11.378A1.75 1.75 0 0 1 14.082 15H1.918a1.75 1.75 0 0 1-1.543-2.575Zm1.763.707a.25.25 0 0 0-.44 0L1.698 13.132a.25.25 0 0 0 .22.368h12.164a.25.25 0 0 0 .22-.368Zm.53 3.996v2.5a.75.75 0 0 1-1.5 0v-2.5a.75.75 0 0 1 1.5 0ZM9 11a1 1 0 1 1-2 0 1 1 0 0 1 2 0Z'],
  NOTE: ['Note', 'M0 8a8 8 0 1 1 16 0A8 8 0 0 1 0 8Zm8-6.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM6.5 7.75A.75.75 0 0 1 7.25 7h1a.75.75 0 0 1 .75.75v2.75h.25a.75.75 0 0 1 0 1.5h-2a.75.75 0 0 1 0-1.5h.25v-2h-.25a.75.75 0 0 1-.75-.75ZM8 6a1 1 0 1 1 0-2 1 1 0 0 1 0 2Z'],
};

/** A page that shows a comment as GitHub does: its Markdown, its stylesheet, its alerts. Reads escaped Markdown only. */
export function renderHtml(markdown: string, options: HtmlOptions): string {
  const body = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${htmlText(options.title)}</title>
<style>${options.stylesheet}
.markdown-body { box-sizing: border-box; max-width: 860px; margin: 0 auto; padding: 24px; }
</style>
</head>
<body class="markdown-body">
${withAlerts(body)}
</body>
</html>
`;
}

/** Alerts are an extension of GitHub's that micromark does not know: quotes that begin with `[!NAME]`. */
function withAlerts(html: string): string {
  return html.replace(/<blockquote>\n<p>\[!([A-Z]+)\]\n?([\s\S]*?)<\/blockquote>/g, (whole, name: string, rest: string) => {
    const [title, icon] = ALERTS[name] ?? [];
    if (title === undefined || icon === undefined) return whole;
    const body = rest.startsWith('</p>') ? rest.slice(4) : `<p>${rest}`;
    return `<div class="markdown-alert markdown-alert-${title.toLowerCase()}">\n<p class="markdown-alert-title"><svg class="octicon mr-2" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="${icon}"></path></svg>${title}</p>\n${body}</div>`;
  });
}
