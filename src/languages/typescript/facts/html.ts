import { indexRules } from '../../../facts/knowledge/patterns';
import type { TraitSignals } from '../../../facts/traits';
import type { Analysis } from '../../../flow/analyse';
import { textsOf } from '../../../flow/constant-tests';
import { callLocation, fileOf, fileOfCall, locationOf } from '../../../flow/program';
import { constantAt } from '../../../flow/literals';
import type { SinkSite } from '../../../flow/taint/sinks';
import { NO_NODE } from '../../../model/flow-graph';
import { seenAt, type Evidence } from '../../../model/evidence';
import type { CodeContext } from '../context';

/** Engines and renderers that make pages. */
const RENDERERS = indexRules([{
  api: [
    'express.Response().render', 'express.Application().render', 'express()..render', 'koa.Context().render', 'hono.Context().{html,render}', 'fastify.FastifyReply().view', 'fastify.FastifyReply().viewAsync', '@hapi/hapi.ResponseToolkit().view',
    'ejs.{render,renderFile,compile}', 'pug.{render,renderFile,compile,compileFile}', 'nunjucks.{render,renderString,compile}', 'nunjucks..render', 'nunjucks..renderString', 'handlebars.compile', 'mustache.render', 'eta..render', 'eta..renderString', 'liquidjs..parseAndRender', 'liquidjs..renderFile',
    'react-dom/server.{renderToString,renderToStaticMarkup,renderToPipeableStream,renderToReadableStream}', 'preact-render-to-string', 'preact-render-to-string.{render,renderToString}', 'vue/server-renderer.renderToString', '@vue/server-renderer.renderToString', 'react-dom/client.createRoot', 'react-dom.render', 'vue.createApp', 'hono/html.html', 'svelte/server.render', 'solid-js/web.render',
  ],
}]);

/** A call that sets the type of an answer. */
const TYPE_SETTERS = /^(setHeader|header|set|append|type|contentType|writeHead)$/;
const HTML_TYPE = /^text\/html\b|^application\/xhtml\+xml\b/i;
const MARKUP = /<(!doctype|[a-z][\w-]*(\s|>|\/>))/i;
/** Answers that are pages only where their text is one. */
const ANY_ANSWER = /^(send|write|end|response|body|newResponse)$/;

/** Where pages are made: markup that is sent or written, templates, and answers and resources of the type of a page. */
export function htmlSignals({ analysis, files }: CodeContext): TraitSignals {
  const pages = files.filter((file) => file.kind === 'product' && /\.x?html?$/i.test(file.path)).map((file) => seenAt({ path: file.path, line: 1 }, 'This is a page.'));
  return { html: [...written(analysis), ...rendered(analysis), ...typed(analysis), ...pages] };
}

function written(analysis: Analysis): Evidence[] {
  return analysis.sinks.filter((sink) => sink.kind === 'xss' && isPage(analysis, sink)).flatMap((sink) => {
    const at = sink.call >= 0 ? callLocation(analysis.program, sink.call) : locationOf(analysis.program, sink.node);
    return at ? [seenAt(at, 'HTML is produced here.')] : [];
  });
}

function isPage({ program, points, flows }: Analysis, sink: SinkSite): boolean {
  // Any object may be copied onto an element; that one is says only what a page hands over.
  const onAny = sink.from !== undefined && sink.path.length > 0;
  if (!onAny && (sink.call < 0 || !ANY_ANSWER.test(sink.callee))) return true;
  return (!onAny && textsOf(program, points, sink.node).some((text) => MARKUP.test(text))) || flows.some((flow) => flow.kind === 'xss' && flow.call === sink.call);
}

function rendered({ program, points }: Analysis): Evidence[] {
  return program.calls.flatMap((call, index) => {
    if (!fileOfCall(program, index)?.product) return [];
    if (points.apis(index).some((path) => RENDERERS.find(path).length > 0)) return [seenAt(callLocation(program, index), `A page is rendered here with \`${call.name}\`.`)];
    const typed = TYPE_SETTERS.test(call.name) && call.args.some((arg) => arg !== NO_NODE && isHtmlType(points, arg, call.name === 'type'));
    return typed ? [seenAt(callLocation(program, index), 'An answer gets the type of a page here.')] : [];
  });
}

/** Members `mimeType: 'text/html'` of resources and `'Content-Type': 'text/html'` of answers. */
function typed({ program, points }: Analysis): Evidence[] {
  return program.stores.flatMap((store) => {
    if (!/^(mimeType|content-type|contentType)$/i.test(store.prop) || !isHtmlType(points, store.from, false) || !fileOf(program, store.from)?.product) return [];
    const at = locationOf(program, store.base) ?? locationOf(program, store.from);
    return at ? [seenAt(at, 'Something of the type of a page is made here.')] : [];
  });
}

function isHtmlType(points: Analysis['points'], node: number, short: boolean): boolean {
  const value = constantAt(points, node);
  return typeof value === 'string' && (HTML_TYPE.test(value) || (short && /^\.?html?$/i.test(value)));
}
