import type { SinkRule } from '../rules';

interface Client {
  readonly api: readonly string[];
  readonly places: readonly string[];
  readonly warn?: true;
}

const VERBS = '{get,post,put,patch,delete,head,options,del,trace}';

/** Where a request goes to: an address as a whole. */
const ADDRESSES: readonly Client[] = [
  { api: ['fetch', 'undici.{request,stream,pipeline,connect,upgrade}', 'undici.{Client,Pool,BalancedPool}'], places: ['arg0', 'arg0.origin'] },
  { api: ['undici..{request,stream,pipeline,dispatch}'], places: ['arg0.origin', 'arg0.path'] },
  { api: ['fetch'], places: ['arg0.url', 'arg0.href'] },
  { api: ['axios', 'axios.request'], places: ['arg0.url', 'arg0.baseURL'] },
  { api: ['axios', `axios.${VERBS}`, 'axios.{postForm,putForm,patchForm}'], places: ['arg0'] },
  { api: [`@nestjs/axios.HttpService().${VERBS}`, `@nestjs/axios.HttpService().axiosRef.${VERBS}`, `@nestjs/common.HttpService().${VERBS}`], places: ['arg0'] },
  { api: ['$.{get,post,getJSON,getScript,load}'], places: ['arg0'] },
  { api: ['$.ajax'], places: ['arg0', 'arg0.url'] },
  { api: ['axios.create'], places: ['arg0.baseURL'] },
  { api: ['axios', 'axios.{get,delete,head,options}'], places: ['arg1.baseURL', 'arg1.url'] },
  { api: ['axios.{post,put,patch,postForm,putForm,patchForm}'], places: ['arg2.baseURL'] },
  { api: ['got', `got.${VERBS}`, 'got.{stream,paginate}', `got.stream.${VERBS}`, 'ky', `ky.${VERBS}`, 'ofetch', 'ofetch.{ofetch,$fetch}', '$fetch', 'wretch', 'bent', 'bent()', 'redaxios', `redaxios.${VERBS}`, 'xior', 'up-fetch', 'gaxios.request', 'gaxios.instance.request', 'phin', 'centra', 'teeny-request', 'minipass-fetch', 'nodemailer-fetch', 'simple-get', 'simple-get.concat', 'snekfetch.get', 'unfetch', 'fetch-retry()', 'node-fetch-cache', 'electron-fetch', 'fetch-cookie()', 'p-fetch', 'wreck.get', 'popsicle.fetch', 'httpx.request'], places: ['arg0', 'arg0.url', 'arg0.uri'] },
  { api: ['got', 'ky', `got.${VERBS}`, `ky.${VERBS}`], places: ['arg1.prefixUrl'] },
  { api: ['got.extend', 'ky.{create,extend}'], places: ['arg0.prefixUrl'] },
  { api: ['ofetch', 'ofetch.{ofetch,$fetch}', '$fetch'], places: ['arg1.baseURL'] },
  { api: ['needle'], places: ['arg1'] },
  { api: [`needle.${VERBS}`], places: ['arg0'] },
  { api: ['needle.request'], places: ['arg1'] },
  { api: ['superagent'], places: ['arg0', 'arg1'] },
  { api: [`superagent.${VERBS}`], places: ['arg0'] },
  { api: ['request', `request.${VERBS}`, 'request.defaults()', `request.defaults().${VERBS}`, 'cloudscraper', `cloudscraper.${VERBS}`], places: ['arg0', 'arg0.url', 'arg0.uri', 'arg0.baseUrl'] },
  { api: ['@hapi/wreck.{get,post,put,patch,delete}'], places: ['arg0'] },
  { api: ['@hapi/wreck.request', 'XMLHttpRequest().open', 'xmlhttprequest.XMLHttpRequest().open', 'xhr2().open'], places: ['arg1'] },
  { api: ['urllib.{request,curl}', 'urllib.HttpClient().{request,curl}', 'hyperquest', 'download', '@actions/http-client.HttpClient().{get,getJson,post,postJson,put,putJson,patch,del,head}', 'typed-rest-client..{get,create,replace,update,del}'], places: ['arg0'] },
  { api: ['{http,https}.{request,get}', 'follow-redirects.{http,https}.{request,get}'], places: ['arg0', 'arg0.host', 'arg0.hostname', 'arg0.path', 'arg0.href', 'arg0.uri'] },
];

/** What opens a connection or loads a page: here the host is what counts. */
const HOSTS: readonly Client[] = [
  { api: ['http2.connect', 'EventSource', 'eventsource', 'eventsource.EventSource', 'WebSocket', 'ws', 'ws.WebSocket', 'undici.{WebSocket,EventSource}', 'socket.io-client', 'socket.io-client.{io,connect}', 'reconnecting-websocket', 'websocket.client().connect', 'faye-websocket.Client'], places: ['arg0'] },
  { api: ['{net,tls}.{connect,createConnection}', 'net.Socket().connect', 'dgram.createSocket().connect'], places: ['arg1', 'arg0.host'] },
  { api: ['dgram.createSocket().send'], places: ['arg4', 'arg2'] },
  // Libraries that load an address.
  { api: ['jsdom.JSDOM.fromURL', 'cheerio.fromURL', 'rss-parser..parseURL', 'feed-reader.{read,extract}', '@extractus/feed-extractor.{extract,read}', '@extractus/article-extractor.extract', 'article-parser.extract', '@postlight/parser.parse', '@postlight/mercury-parser.parse', 'link-preview-js.getLinkPreview', 'unfurl.js.unfurl', 'url-metadata', 'probe-image-size', 'canvas.loadImage', 'image-to-base64', 'soap.{createClient,createClientAsync}', 'graphql-request.{request,rawRequest,GraphQLClient}', 'fetch-h2.fetch', 'node-ical.fromURL', 'node-ical.async.fromURL', 'sitemapper().fetch', 'pdfjs-dist.getDocument', 'pdfjs-dist/legacy/build/pdf.mjs.getDocument', 'jsonld.documentLoader', 'swagger-parser.{parse,validate,bundle,dereference}', '@apidevtools/swagger-parser.{parse,validate,bundle,dereference}', '@apidevtools/json-schema-ref-parser.{parse,bundle,dereference}', 'git-clone'], places: ['arg0'] },
  { api: ['open-graph-scraper', 'pdfjs-dist.getDocument', 'pdfjs-dist/legacy/build/pdf.mjs.getDocument', 'image-downloader', 'image-downloader.image', 'xmlrpc.{createClient,createSecureClient}', 'nodejs-file-downloader'], places: ['arg0.url'] },
  { api: ['@langchain/community/document_loaders/web/cheerio.CheerioWebBaseLoader', '@langchain/community/document_loaders/web/puppeteer.PuppeteerWebBaseLoader', '@langchain/community/document_loaders/web/playwright.PlaywrightWebBaseLoader', '@langchain/community/document_loaders/web/recursive_url.RecursiveUrlLoader', '@langchain/community/document_loaders/web/sitemap.SitemapLoader'], places: ['arg0'] },
  { api: ['playwright..{get,post,put,patch,delete,head,fetch}'], places: ['arg0'] },
  { api: ['@modelcontextprotocol/{sdk,client}.{StreamableHTTPClientTransport,SSEClientTransport,WebSocketClientTransport}', 'eventsource-client.createEventSource', '@microsoft/fetch-event-source.fetchEventSource'], places: ['arg0'] },
  // Proxies.
  { api: ['http-proxy..{web,ws}'], places: ['arg2.target', 'arg2.forward'] },
  { api: ['http-proxy.createProxyServer', 'http-proxy.createProxy', 'http-proxy-middleware.createProxyMiddleware', 'http-proxy-middleware'], places: ['arg0.target', 'arg0.router'] },
  { api: ['express-http-proxy', 'hono/proxy.proxy', 'fastify.FastifyReply().from', 'next/server.NextResponse.rewrite', '@koa/proxy'], places: ['arg0', 'arg0()'] },
  // Browsers that are driven. What a page may load is for the caller to say in some servers, so this is a warning.
  { api: ['playwright..goto', 'puppeteer..goto', '@browserbasehq/stagehand..goto', 'nightmare()..goto', 'selenium-webdriver..{get,to}', 'webdriverio..{url,navigateTo,newWindow}', 'puppeteer-cluster..goto'], places: ['arg0'], warn: true },
  { api: ['chrome-remote-interface..navigate'], places: ['arg0.url'], warn: true },
  { api: ['phantom..{open,openUrl}', 'wkhtmltoimage.generate', 'html-to-image-server.render'], places: ['arg0'], warn: true },
  { api: ['capture-website.{file,buffer,base64}', 'percollate.{pdf,epub,html}', 'wkhtmltopdf', 'lighthouse', 'pageres().src'], places: ['arg0'], warn: true },
];

/** Methods that open an address, on receivers that nothing is known of. */
const NAVIGATIONS = ['goto'];

const host = ({ api, places, warn }: Client): SinkRule => ({ api, places, kind: 'ssrf', note: 'the address that a request goes to', ...(warn && { warn }) });
const path = ({ api, places, warn }: Client): SinkRule => ({ api, places, kind: 'url-path-injection', note: 'the path of a request', ...(warn && { warn }) });

/** Requests: which of the two kinds it is depends on whether the value can be the host or only a later part of the address. */
export const REQUEST_SINKS: readonly SinkRule[] = [
  ...ADDRESSES.flatMap((client) => [host(client), path(client)]),
  ...HOSTS.map(host),
  { api: ['playwright..setContent', 'puppeteer..setContent', 'phantom..setContent', 'html-pdf.create', 'html-pdf-node.generatePdf'], places: ['arg0', 'arg0.content'], kind: 'ssrf', note: 'a page that a browser on the server renders, with whatever it loads', warn: true },
  { api: ['chrome-remote-interface..{setDocumentContent,printToPDF}'], places: ['arg0.html', 'arg0.headerTemplate', 'arg0.footerTemplate'], kind: 'ssrf', note: 'a page that a browser on the server renders, with whatever it loads', warn: true },
  { api: [], method: NAVIGATIONS, places: ['arg0'], kind: 'ssrf', note: 'the address that a browser opens', warn: true },
];
