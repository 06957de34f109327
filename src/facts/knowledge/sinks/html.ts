import type { CallTest, ConstantTest, SinkRule } from '../rules';

const markup = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'xss', note: 'the markup of a page' });
const page = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'xss', note: 'a page that is sent to the browser' });
const link = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'xss', note: 'an address in a page, which may begin with `javascript:`', warn: true, stands: 'first', address: true });

/** Content types that no browser reads as markup. */
const PLAIN = /^(?!.*(?:html|xml|svg))(?:application|text|image|audio|video|font|multipart)\/|^\.?(?:json|txt|text|csv|js|png|jpe?g|gif|pdf|bin|css|md|yaml)$/i;
const CONTENT_TYPE: ConstantTest = { place: 'arg0', matches: /^content-type$/i };
/** Without a type, browsers take for markup what begins with a tag; JSON does not. */
const JSON_TEXT: readonly ConstantTest[] = [{ place: 'arg0', is: [], api: ['JSON.stringify()'] }];
const BYTES: ConstantTest = { place: 'arg0', is: [], api: ['Buffer()', 'Buffer.{from,concat,alloc}()'] };
const HEADERS = ['Content-Type', 'content-type', 'Content-type'];

/** Calls that give an answer a type. */
export function typedAnswers(response: string, type: RegExp): readonly CallTest[] {
  return [
    { api: [`${response}.{setHeader,set,header,append}`], when: [CONTENT_TYPE, { place: 'arg1', matches: type }] },
    { api: [`${response}.{type,contentType}`], when: [{ place: 'arg0', matches: type }] },
    ...HEADERS.flatMap((name): CallTest[] => [
      { api: [`${response}.{set,header,headers,setHeaders}`], when: [{ place: `arg0.${name}`, matches: type }] },
      { api: [`${response}.writeHead`], when: [{ place: `arg1.${name}`, matches: type }] },
      { api: [`${response}.writeHead`], when: [{ place: `arg2.${name}`, matches: type }] },
    ]),
  ];
}

const AS_HTML = /html/i;
/** Content types, as options of what makes an answer, that are markup. */
const typedOptions = (api: readonly string[], at: string): SinkRule[] => [
  ...HEADERS.map((name): SinkRule => ({ ...page(api, 'arg0'), when: [{ place: `${at}.headers.${name}`, matches: AS_HTML }] })),
];

/** Tags of pages, for attributes that hold markup. */
const TAGS = 'a abbr address article aside b blockquote body button canvas caption center cite code dd del details dfn div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header i ins kbd label legend li main mark nav noscript ol option output p pre q s samp script section select small span strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr tt u ul var'.split(' ');

/** Text that a browser reads as markup or script. */
export const HTML_SINKS: readonly SinkRule[] = [
  // Answers. Express sends strings as HTML, Node sends no type at all, so that browsers guess.
  { ...page(['express.Response().send'], 'arg0'), unless: [BYTES], unlessCall: typedAnswers('express.Response()', PLAIN) },
  // Bytes are sent as a download unless a type says otherwise.
  { ...page(['express.Response().send'], 'arg0'), when: [BYTES], whenCall: typedAnswers('express.Response()', AS_HTML) },
  { ...page(['express.Response().{write,end}'], 'arg0'), unless: JSON_TEXT, unlessCall: typedAnswers('express.Response()', PLAIN) },
  { ...page(['http.ServerResponse().{write,end}'], 'arg0'), unless: JSON_TEXT, unlessCall: typedAnswers('http.ServerResponse()', PLAIN) },
  { ...page(['fastify.FastifyReply().send'], 'arg0'), whenCall: typedAnswers('fastify.FastifyReply()', AS_HTML) },
  page(['hono.Context().html'], 'arg0'),
  { ...page(['hono.Context().body'], 'arg0'), whenCall: [{ api: ['hono.Context().header'], when: [CONTENT_TYPE, { place: 'arg1', matches: AS_HTML }] }] },
  ...HEADERS.map((name): SinkRule => ({ ...page(['hono.Context().{body,newResponse}'], 'arg0'), when: [{ place: `arg2.${name}`, matches: AS_HTML }] })),
  { ...page(['@hapi/hapi.ResponseToolkit()', '@hapi/hapi.ResponseToolkit().response'], 'arg0'), unlessCall: [{ api: ['@hapi/hapi.ResponseToolkit().response().type', '@hapi/hapi.ResponseToolkit()().type'], when: [{ place: 'arg0', matches: PLAIN }] }] },
  { ...page(['=koa.Context().body', '=koa.Context().response.body'], 'arg0'), unlessCall: typedAnswers('koa.Context()', PLAIN), unlessSet: { api: ['=koa.Context().type', '=koa.Context().response.type'], matches: PLAIN } },
  ...typedOptions(['Response', 'next/server.NextResponse'], 'arg1'),
  { ...page(['h3.send', 'send'], 'arg1'), when: [{ place: 'arg2', matches: AS_HTML }] },
  page(['h3.html', 'elysia.html', '@elysiajs/html.html', 'itty-router.html', 'micro-html.html'], 'arg0'),
  // What says of itself that it is not escaped.
  markup(['lit.{unsafeHTML,unsafeSVG,unsafeStatic}', 'lit-html.{unsafeHTML,unsafeSVG}', 'hono/html.raw', 'handlebars.SafeString', 'nunjucks.runtime.{SafeString,markSafe}', '@angular/platform-browser..{bypassSecurityTrustHtml,bypassSecurityTrustScript,bypassSecurityTrustStyle}', 'htm.raw', 'ember-template.htmlSafe', '@ember/template.htmlSafe', '@ember/string.htmlSafe', 'html-template-tag.raw', 'escape-html-template-tag.htmlSafe'], 'arg0'),
  link(['@angular/platform-browser..{bypassSecurityTrustUrl,bypassSecurityTrustResourceUrl}'], 'arg0'),
  { ...markup([], 'arg0'), method: ['bypassSecurityTrustHtml', 'bypassSecurityTrustScript', 'trustAsHtml', 'trustAsJs', 'createContextualFragment', 'setHTMLUnsafe', 'parseHTMLUnsafe'] },
  { ...markup([], 'arg1'), method: ['trustAs'] },
  // Angular's renderer, and copies onto an element.
  { ...markup([], 'arg2'), method: ['setProperty'], when: [{ place: 'arg1', is: ['innerHTML', 'outerHTML', 'srcdoc'] }] },
  { ...markup(['Object.assign'], 'rest1.innerHTML', 'rest1.outerHTML', 'rest1.srcdoc'), from: ['browser'] },
  markup(['=vscode.Webview().html'], 'arg0'),
  // The DOM.
  markup(['=innerHTML', '=outerHTML', '=srcdoc', '=document.createElement().text'], 'arg0'),
  markup(['document.{write,writeln}', 'document.open().write', 'window.open().document.write', 'window.open().document.writeln', 'Document.parseHTMLUnsafe'], 'args'),
  { ...markup([], 'arg1'), method: ['insertAdjacentHTML'] },
  markup(['document..insertAdjacentHTML'], 'arg1'),
  markup(['document..createContextualFragment'], 'arg0'),
  { ...markup([], 'arg1'), method: ['setAttribute'], when: [{ place: 'arg0', matches: /^(?:srcdoc|on[a-z]+)$/i }] },
  { ...markup(['document..setAttribute'], 'arg1'), when: [{ place: 'arg0', matches: /^(?:srcdoc|on[a-z]+)$/i }] },
  { ...link(['document..setAttribute'], 'arg1'), when: [{ place: 'arg0', matches: /^(?:href|src|action|formaction|data|xlink:href)$/i }] },
  { ...link(['href', 'src', 'action', 'formAction', 'data'].map((name) => `=document.createElement().${name}`), 'arg0'), whenMade: [{ place: 'arg0', matches: /^(?:a|area|base|script|iframe|frame|embed|object|form|button|input|link)$/i }] },
  link(['=document.getElementById().href', '=document.getElementById().src', '=document.querySelector().href', '=document.querySelector().src'], 'arg0'),
  { ...markup(['textContent', 'innerText'].map((name) => `=document.createElement().${name}`), 'arg0'), whenMade: [{ place: 'arg0', is: ['script'] }], note: 'the text of a script' },
  markup(['document..{write,writeln}'], 'args'),
  // jQuery.
  { ...markup(['$'], 'arg0'), when: [{ place: 'arg0', matches: /^\s*</ }] },
  { ...markup(['$'], 'arg0'), stands: 'first' },
  markup(['$'], 'arg1.html'),
  markup(['$()..{html,append,prepend,before,after,replaceWith,wrap,wrapInner,wrapAll,add,appendTo,prependTo,insertBefore,insertAfter,replaceAll}', '$.parseHTML', 'cash-dom', 'cash-dom()..{html,append,prepend,before,after,replaceWith}', 'zepto()..{html,append,prepend,before,after}', 'd3..html', 'd3-selection..html'], 'arg0'),
  link(['$()..attr', '$()..prop'], 'arg0.href', 'arg0.src'),
  { ...link(['$()..attr', '$()..prop'], 'arg1'), when: [{ place: 'arg0', matches: /^(?:href|src|action|formaction|data)$/i }] },
  { ...markup(['$()..attr', '$()..prop'], 'arg1'), when: [{ place: 'arg0', matches: /^(?:srcdoc|innerHTML|outerHTML|on[a-z]+)$/i }] },
  markup(['$()..{attr,prop}'], 'arg0.srcdoc', 'arg0.innerHTML', 'arg0.onclick'),
  { ...link(['$.getScript'], 'arg0'), note: 'the address of a script' },
  // React, Preact, Vue and the like.
  markup(['react.{createElement,cloneElement}', 'react.jsx-runtime.{jsx,jsxs}', 'react/jsx-dev-runtime.jsxDEV', 'preact.{h,createElement}', 'preact/jsx-runtime.{jsx,jsxs,jsxDEV}', 'React.createElement', 'inferno-create-element.createElement'], 'arg1.dangerouslySetInnerHTML.__html', 'arg1.srcDoc'),
  { ...markup([], 'arg0.dangerouslySetInnerHTML.__html'), method: TAGS, jsx: true },
  { ...markup([], 'arg0.srcDoc', 'arg0.srcdoc'), method: ['iframe'], jsx: true },
  { ...link([], 'arg0.href', 'arg0.xlinkHref'), method: ['a', 'area', 'Link', 'NavLink', 'use'], jsx: true, from: ['browser', 'request'] },
  { ...link([], 'arg0.src', 'arg0.data', 'arg0.action', 'arg0.formAction'), method: ['iframe', 'frame', 'embed', 'object', 'form', 'button'], jsx: true, from: ['browser', 'request'] },
  link(['react.createElement', 'React.createElement', 'preact.{h,createElement}', 'vue.h'], 'arg1.href'),
  // By name alone, so the first argument has to be a tag: minified code calls anything `h`.
  { ...markup([], 'arg1.domProps.innerHTML', 'arg1.innerHTML'), method: ['h', 'createElement', '_c'], when: [{ place: 'arg0', matches: /^[a-z][\w-]*$/ }] },
  markup(['vue.{h,createVNode,createElementVNode}', 'vue.createElement', '@vue/runtime-core.h'], 'arg1.innerHTML', 'arg1.domProps.innerHTML', 'arg1.srcdoc'),
  // Text that templates put in as it is.
  { ...page(['ejs.render'], 'arg1'), deep: true, when: [{ place: 'arg0', matches: /<%-(?!\s*include)/ }] },
  { ...page(['mustache.{render,to_html}'], 'arg1'), deep: true, when: [{ place: 'arg0', matches: /\{\{(?:\{|&)/ }] },
  { ...page(['pug.render', 'jade.render'], 'arg1'), deep: true, when: [{ place: 'arg0', matches: /!=|!\{/ }] },
  { ...page(['handlebars.compile()'], 'arg0'), deep: true, whenMade: [{ place: 'arg0', matches: /\{\{(?:\{|&)/ }] },
  { ...page(['nunjucks.renderString'], 'arg1'), deep: true, when: [{ place: 'arg0', matches: /\|\s*safe/ }] },
  { ...page(['lodash.template()'], 'arg0'), deep: true, whenMade: [{ place: 'arg0', matches: /<%=/ }] },
  { ...page(['{dot,doT}.{template,compile}()'], 'arg0'), deep: true, whenMade: [{ place: 'arg0', matches: /\{\{=/ }] },
  { ...page(['{ejs,pug,jade,hogan.js,eta}.compile()', 'hogan.js.compile().render'], 'arg0'), deep: true, whenMade: [{ place: 'arg0', matches: /<%-(?!\s*include)|!=|!\{|\{\{(?:\{|&)|<%~/ }] },
  markup(['react-render-html', 'html-react-parser', 'react-html-parser', 'fbjs/lib/createNodesFromMarkup', 'solid-js/web.setInnerHTML', 'morphdom', 'nanohtml/raw', 'choo/html/raw', 'yo-yo.update'], 'arg0'),
  markup(['morphdom'], 'arg1'),
  markup(['sweetalert2.fire', 'tippy.js'], 'arg0.html', 'arg1.html'),
  { ...markup(['tippy.js'], 'arg1.content'), when: [{ place: 'arg1.allowHTML', is: [true] }] },
  markup(['{leaflet,L}..{bindPopup,bindTooltip,setContent}', 'mapbox-gl.Popup()..setHTML', 'maplibre-gl.Popup()..setHTML', 'toastr.{info,success,warning,error}'], 'arg0'),
  { ...markup(['nodemailer..sendMail'], 'arg0.html'), note: 'the markup of an email', warn: true },
];
