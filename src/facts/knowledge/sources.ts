import { FLOW_KIND_IDS, type FlowKind } from '../../model/flow-kind';
import type { ApiPattern, CallbackRule, ConventionRule, SourceRule, ValidationRule } from './rules';

const VERBS = '{get,post,put,patch,delete,del,head,options,opts,all,any}';
const EXPRESS: Readonly<Record<number, ApiPattern>> = { 0: 'express.Request()', 1: 'express.Response()' };
const FASTIFY: Readonly<Record<number, ApiPattern>> = { 0: 'fastify.FastifyRequest()', 1: 'fastify.FastifyReply()' };
const HTTP: Readonly<Record<number, ApiPattern>> = { 0: 'http.IncomingMessage()', 1: 'http.ServerResponse()' };
const HAPI: Readonly<Record<number, ApiPattern>> = { 0: '@hapi/hapi.Request()', 1: '@hapi/hapi.ResponseToolkit()' };
const KOA: Readonly<Record<number, ApiPattern>> = { 0: 'koa.Context()' };
const HONO: Readonly<Record<number, ApiPattern>> = { 0: 'hono.Context()' };
const ELYSIA: Readonly<Record<number, ApiPattern>> = { 0: 'elysia.Context()' };
const LAMBDA: Readonly<Record<number, ApiPattern>> = { 0: 'aws-lambda.APIGatewayProxyEvent()' };

const event = (api: readonly string[], names: readonly string[], params: Readonly<Record<number, ApiPattern>>): CallbackRule => ({ api, arg: 1, params, when: [{ place: 'arg0', is: names }] });

/** What libraries call the functions with that they are given. */
export const CALLBACKS: readonly CallbackRule[] = [
  // Express and what is made like it.
  ...['express()', '@modelcontextprotocol/{sdk,express}.createMcpExpressApp()', 'restify.createServer()', 'polka()', 'router()', 'connect()', 'find-my-way()', '0http()', 'express-promise-router()', 'json-server.create()', '@feathersjs/express()', 'loopback()', 'ultimate-express()', 'hyper-express.Server()', 'hyper-express.Router()'].flatMap((app): CallbackRule[] => [
    { api: [`${app}..${VERBS}`, `${app}..{use,pre}`], params: EXPRESS },
    { api: [`${app}..${VERBS}`, `${app}..{use,pre}`], place: 'args.[]', params: EXPRESS },
  ]),
  { api: ['express()..param'], arg: 1, params: { ...EXPRESS, 3: 'express.Request().params' } },
  { api: ['express()..ws', 'express-ws()..ws'], params: { 0: 'ws.WebSocket()', 1: 'express.Request()' } },
  { api: ['connect-timeout', 'http-proxy-middleware.createProxyMiddleware'], object: ['router'], params: { 0: 'express.Request()' } },
  { api: ['express-rate-limit', 'express-rate-limit.rateLimit'], object: ['handler'], params: EXPRESS },
  { api: ['multer.diskStorage', 'multer'], object: ['filename', 'destination', 'fileFilter'], params: { 0: 'express.Request()', 1: 'multer.File()' } },
  { api: ['multer.diskStorage'], object: ['destination'], params: { 2: 'multer.Destination()' } },
  { api: ['multer.diskStorage'], object: ['filename'], params: { 2: 'multer.Filename()' } },
  { api: ['passport..Strategy', 'passport-local.Strategy', 'passport-local'], params: { 0: 'express.Request().body', 1: 'express.Request().body' } },
  // Node's own servers.
  { api: ['{http,https,http2}.{createServer,createSecureServer}', 'micro', 'micro.{serve,micro}', 'spdy.createServer'], params: HTTP },
  event(['{http,https,http2}.{createServer,createSecureServer}().{on,once,addListener}', 'http.Server().{on,once}'], ['request'], HTTP),
  event(['http.IncomingMessage().{on,once,addListener}', 'express.Request().{on,once,addListener}'], ['data'], { 0: 'http.IncomingMessage().[]' }),
  // MCP: what a client completes, and what the SDK hands to a handler besides the arguments.
  { api: ['@modelcontextprotocol/{sdk,server}.completable'], arg: 1, params: { 0: 'mcp.Completion()' } },
  { api: ['@modelcontextprotocol/{sdk,server}.ResourceTemplate'], place: 'arg1.complete.*', params: { 0: 'mcp.Completion()' } },
  { api: ['fastmcp..{addPrompt,addResourceTemplate}', 'litemcp..{addPrompt,addResourceTemplate}'], place: 'arg0.arguments.[].complete', params: { 0: 'mcp.Completion()' } },
  { api: ['@modelcontextprotocol/{sdk,server}..{registerTool,tool,registerPrompt,prompt,setRequestHandler}'], params: { 1: 'mcp.ServerContext()' } },
  { api: ['@mastra/mcp.MCPServer'], place: 'arg0.resources.getResourceContent', params: { 0: 'mcp.ResourceRequest()' } },
  { api: ['@mastra/mcp.MCPServer'], place: 'arg0.prompts.getPromptMessages', params: { 0: 'mcp.PromptRequest()' } },
  // Fastify.
  { api: [`@modelcontextprotocol/fastify.createMcpFastifyApp()..${VERBS}`, `fastify()..${VERBS}`, 'fastify()..{addHook,setNotFoundHandler,route}'], object: ['handler', 'preHandler', 'preValidation', 'onRequest', 'preParsing', 'preSerialization', 'onSend', 'onResponse'], params: FASTIFY },
  { api: ['fastify()..setErrorHandler'], params: { 1: 'fastify.FastifyRequest()', 2: 'fastify.FastifyReply()' } },
  { api: ['fastify()..register', 'fastify-plugin'], params: { 0: 'fastify()' } },
  // Koa.
  { api: ['koa().use', `@koa/router()..${VERBS}`, '@koa/router()..{use,register}', 'koa-compose', 'koa-route.{get,post,put,patch,delete,all}'], params: KOA },
  { api: ['@koa/router()..param'], arg: 1, params: { 0: 'koa.Context().params', 1: 'koa.Context()' } },
  // Hono, Elysia.
  { api: [`@modelcontextprotocol/hono.createMcpHonoApp()..${VERBS}`, '@modelcontextprotocol/hono.createMcpHonoApp()..use', `hono..${VERBS}`, 'hono..{use,on,notFound,openapi}', `@hono/zod-openapi..${VERBS}`, '@hono/zod-openapi..{use,on,openapi}', 'hono/factory.createMiddleware', 'hono/factory.createFactory()..{createHandlers,createMiddleware}', 'hono/quick..get'], params: HONO },
  { api: ['hono..onError'], params: { 1: 'hono.Context()' } },
  { api: [`elysia..${VERBS}`, 'elysia..{derive,resolve,onBeforeHandle,onRequest,onTransform,onAfterHandle,guard}'], params: ELYSIA },
  { api: ['elysia..ws'], object: ['message'], params: { 1: 'elysia.Context().body' } },
  // hapi.
  { api: ['@hapi/hapi..route'], object: ['handler'], params: HAPI },
  { api: ['@hapi/hapi..route'], place: 'arg0.options.handler', params: HAPI },
  { api: ['@hapi/hapi..route'], place: 'arg0.config.handler', params: HAPI },
  ...['arg0.[].handler', 'arg0.[].options.handler', 'arg0.[].config.handler'].map((place): CallbackRule => ({ api: ['@hapi/hapi..route'], place, params: HAPI })),
  { api: ['@hapi/hapi..ext'], params: HAPI },
  // Requests as the web platform has them.
  { api: ['Deno.serve', '@whatwg-node/server.createServerAdapter'], params: { 0: 'Request()' } },
  { api: ['itty-router..{get,post,put,patch,delete,all}'], params: { 0: 'Request()', 1: 'cloudflare.Env()' } },
  { api: ['next-connect..{get,post,put,patch,delete,all,use}'], params: EXPRESS },
  { api: ['Bun.serve'], object: ['fetch'], params: { 0: 'Request()' } },
  ...['arg0.defaultHandler.fetch', 'arg0.apiHandler.fetch', 'arg0.apiHandlers.*.fetch'].map((place): CallbackRule => ({ api: ['@cloudflare/workers-oauth-provider', '@cloudflare/workers-oauth-provider.OAuthProvider'], place, params: { 0: 'Request()', 1: 'cloudflare.Env()' } })),
  { api: ['Bun.serve'], place: 'arg0.routes.*', params: { 0: 'Request()' } },
  { api: ['Bun.serve'], place: 'arg0.websocket.message', params: { 1: 'ws.WebSocket().message()' } },
  event(['addEventListener'], ['fetch'], { 0: 'FetchEvent()' }),
  { api: ['next/server.NextResponse.middleware', 'next-auth..auth', '@clerk/nextjs/server.{clerkMiddleware,authMiddleware}'], params: { 1: 'Request()' } },
  // Functions in a cloud.
  { api: ['@google-cloud/functions-framework.http', 'firebase-functions.https.onRequest', 'firebase-functions/v2/https.onRequest', 'firebase-functions/https.onRequest', 'firebase-functions/v1.https.onRequest', 'firebase-functions..onRequest'], params: EXPRESS },
  { api: ['@google-cloud/functions-framework.cloudEvent'], params: { 0: 'CloudEvent()' } },
  { api: ['firebase-functions.https.onCall', 'firebase-functions/v1.https.onCall', 'firebase-functions..onCall'], params: { 0: 'firebase-functions.Data()' } },
  { api: ['firebase-functions/v2/https.onCall', 'firebase-functions/https.onCall'], params: { 0: 'firebase-functions.CallableRequest()' } },
  { api: ['@azure/functions.app.{http,get,post,put,patch,deleteRequest}'], object: ['handler'], params: { 0: '@azure/functions.HttpRequest()' } },
  { api: ['@azure/functions.app.{get,post,put,patch,deleteRequest}'], params: { 0: '@azure/functions.HttpRequest()' } },
  { api: ['@middy/core', '@middy/core()..handler', 'awslambda.streamifyResponse', '@sentry/serverless.AWSLambda.wrapHandler', '@sentry/aws-serverless.wrapHandler'], params: LAMBDA },
  // Frameworks of pages and of remote calls.
  { api: ['h3.{defineEventHandler,eventHandler,defineLazyEventHandler}', 'defineEventHandler', 'eventHandler', 'nitropack/runtime.defineEventHandler'], params: { 0: 'h3.H3Event()' } },
  { api: ['@trpc/server..{query,mutation,subscription}'], params: { 0: '@trpc/server.Options()' } },
  { api: ['@orpc/server..handler'], params: { 0: '@trpc/server.Options()' } },
  { api: ['next-safe-action..action', 'zsa..handler'], params: { 0: 'next-safe-action.Options()' } },
  { api: ['@tanstack/react-start..handler', '@tanstack/start..handler'], params: { 0: '@tanstack/react-start.Options()' } },
  ...['arg0.resolvers', 'arg0.resolvers.[]', 'arg0.schema.resolvers', 'arg0.rootValue'].map((place): CallbackRule => ({ api: ['@apollo/server.ApolloServer', 'apollo-server.ApolloServer', 'apollo-server-express.ApolloServer', 'graphql-yoga.{createSchema,createYoga}', '@graphql-tools/schema.makeExecutableSchema', 'graphql-tools.makeExecutableSchema', 'mercurius'], place: `${place}.*.*`, params: { 1: 'graphql.Arguments()' } })),
  { api: ['graphql.GraphQLObjectType', 'graphql.GraphQLSchema'], place: 'arg0.fields.*.resolve', params: { 1: 'graphql.Arguments()' } },
  // Sockets.
  event(['ws.{WebSocketServer,Server}().{on,once,addListener}', 'ws().{on,once}'], ['connection'], { 0: 'ws.WebSocket()', 1: 'http.IncomingMessage()' }),
  event(['ws.WebSocket().{on,once,addListener}'], ['message'], { 0: 'ws.WebSocket().message()' }),
  event(['ws.WebSocket().addEventListener'], ['message'], { 0: 'ws.MessageEvent()' }),
  event(['socket.io..{on,once}', 'socket.io()..{on,once}'], ['connection', 'connect'], { 0: 'socket.io.Socket()' }),
  { api: ['socket.io.Socket().{on,once,onAny,prependAny}'], params: { 0: 'socket.io.Socket().message()', 1: 'socket.io.Socket().message()', 2: 'socket.io.Socket().message()' } },
  { api: ['socket.io..use'], params: { 0: 'socket.io.Socket()' } },
  event(['sockjs.createServer().on'], ['connection'], { 0: 'sockjs.Connection()' }),
  event(['sockjs.Connection().on'], ['data'], { 0: 'ws.WebSocket().message()' }),
  { api: ['net.createServer'], params: { 0: 'net.ServerSocket()' } },
  event(['net.createServer().on'], ['connection'], { 0: 'net.ServerSocket()' }),
  event(['net.ServerSocket().on'], ['data'], { 0: 'net.ServerSocket().[]' }),
  event(['dgram.createSocket().on'], ['message'], { 0: 'net.ServerSocket().[]' }),
  // Uploads.
  event(['busboy().on', '@fastify/busboy().on'], ['field'], { 1: 'busboy.field()' }),
  event(['busboy().on', '@fastify/busboy().on'], ['file'], { 2: 'busboy.FileInfo()' }),
  { api: ['formidable..parse', 'multiparty.Form().parse', 'formidable().parse'], params: { 1: 'express.Request().body', 2: 'formidable.Files()' } },
  event(['formidable..on'], ['file'], { 1: 'formidable.File()' }),
  event(['formidable..on'], ['field'], { 1: 'express.Request().body' }),
  // Archives.
  event(['unzipper..{on,once}', 'unzip..{on,once}', 'unzip-stream..{on,once}', 'unzip2..{on,once}', 'tar..{on,once}', 'node-unzip-2..{on,once}'], ['entry'], { 0: 'unzipper.Entry()' }),
  event(['tar-stream.extract().{on,once}'], ['entry'], { 0: 'unzipper.Entry()' }),
  // Of names that it decodes, yauzl refuses those that leave the folder.
  { api: ['yauzl.{open,fromBuffer,fromFd,fromRandomAccessReader}'], params: { 1: 'yauzl.ZipFile()' }, when: [{ place: 'arg1.decodeStrings', is: [false] }] },
  event(['yauzl.ZipFile().{on,once}'], ['entry'], { 0: 'yauzl.Entry()' }),
  { api: ['tar.{t,list,x,extract}'], object: ['onentry'], params: { 0: 'unzipper.Entry()' } },
  { api: ['jszip..forEach'], params: { 0: 'unzipper.Entry().path', 1: 'unzipper.Entry()' } },
  { api: ['fflate.{unzip,AsyncUnzip}'], params: { 1: 'fflate.unzipSync()' } },
  // Connections that libraries hand to a function.
  { api: ['pg.Pool().connect', 'pg.connect'], params: { 1: 'pg.Client()' } },
  { api: ['mysql2.createConnection().getConnection'], params: { 1: 'mysql2.createConnection()' } },
  { api: ['postgres().{begin,reserve,savepoint}'], params: { 0: 'postgres()' } },
  { api: ['knex..transaction'], params: { 0: 'knex()' } },
  { api: ['pg-promise..{task,tx,taskIf,txIf}'], params: { 0: 'pg-promise()()' } },
  { api: ['@prisma/client.PrismaClient()..$transaction'], params: { 0: '@prisma/client.PrismaClient()' } },
  { api: ['typeorm..transaction'], params: { 0: 'typeorm.EntityManager()', 1: 'typeorm.EntityManager()' } },
  { api: ['drizzle-orm.drizzle()..transaction'], params: { 0: 'drizzle-orm.drizzle()' } },
  { api: ['kysely.Kysely()..execute'], params: { 0: 'kysely.Kysely()' } },
  { api: ['mongodb.MongoClient.connect', 'mongodb.MongoClient().connect', 'mongodb.connect'], params: { 1: 'mongodb.MongoClient()' } },
  { api: ['oracledb..getConnection'], params: { 1: 'oracledb.getConnection()' } },
  { api: ['mssql..connect'], params: { 0: 'mssql.ConnectionPool()' } },
  { api: ['puppeteer-cluster..{task,queue,execute}'], params: { 0: 'puppeteer.TaskOptions()' } },
  { api: ['ssh2.Client().shell'], params: { 1: 'ssh2.Client().shell()' } },
  // Command lines.
  { api: ['commander..action', 'cac..action', 'sade..action', '@commander-js/extra-typings..action'], params: { 0: 'commander.Arguments()', 1: 'commander.Arguments()', 2: 'commander.Arguments()', 3: 'commander.Arguments()' } },
  { api: ['yargs..command'], object: ['handler'], params: { 0: 'yargs().argv' } },
  { api: ['readline..question'], params: { 0: 'readline.line()' } },
  event(['readline.createInterface().{on,once}'], ['line'], { 0: 'readline.line()' }),
  event(['process.stdin.{on,once,addListener}'], ['data'], { 0: 'readline.line()' }),
  // Pages.
  event(['addEventListener'], ['message'], { 0: 'MessageEvent()' }),
  { api: ['=window.onmessage', '=self.onmessage', '=globalThis.onmessage'], params: { 0: 'MessageEvent()' } },
  { api: ['=ws.WebSocket().onmessage', '=ws().onmessage'], params: { 0: 'ws.MessageEvent()' } },
  event(['addEventListener'], ['hashchange'], { 0: 'HashChangeEvent()' }),
  event(['$().on', '$().bind'], ['message'], { 0: '$.MessageEvent()' }),
  { api: ['document..addEventListener', 'HTMLElement()..addEventListener', '=document.getElementById().{onclick,oninput,onchange,onkeyup,onblur}', '=document.querySelector().{onclick,oninput,onchange,onkeyup,onblur}'], self: 'document.Element()', params: {} },
  { api: ['vue-router..{beforeEach,beforeResolve,afterEach}', 'vue-router.{onBeforeRouteUpdate,onBeforeRouteLeave}'], params: { 0: 'vue-router.useRoute()' } },
  // Programs of the desktop: pages and links send what they like.
  { api: ['electron.ipcMain.{on,once,handle,handleOnce,addListener}'], arg: 1, params: { 1: 'electron.Message()', 2: 'electron.Message()', 3: 'electron.Message()' } },
  { api: ['vscode.Webview().onDidReceiveMessage'], arg: 0, params: { 0: 'vscode.Message()' } },
  { api: ['vscode.window.registerUriHandler'], object: ['handleUri'], params: { 0: 'vscode.HandledUri()' } },
  // Messages of brokers.
  event(['mqtt.connect().{on,once}', 'mqtt.connectAsync().{on,once}', 'mqtt.MqttClient().{on,once}'], ['message'], { 1: 'mqtt.Message()' }),
  { api: ['kafkajs..run'], object: ['eachMessage', 'eachBatch'], params: { 0: 'kafkajs.Payload()' } },
  { api: ['amqplib..consume', 'amqplib/callback_api..consume', 'amqplib.Channel().consume'], arg: 1, params: { 0: 'amqplib.Message()' } },
  { api: ['bullmq.Worker'], arg: 1, params: { 0: 'bullmq.Job()' } },
  { api: ['bull()..process', 'bee-queue()..process'], params: { 0: 'bullmq.Job()' } },
  // Services of Feathers.
  ...['find', 'get', 'create', 'update', 'patch', 'remove'].map((method): CallbackRule => ({
    api: ['@feathersjs/feathers..use', '@feathersjs/express..use', '@feathersjs/koa..use'], place: `arg1.${method}`,
    params: method === 'find' ? { 0: 'feathers.Params()' } : method === 'create' ? { 0: 'feathers.Data()', 1: 'feathers.Params()' } : /^(?:get|remove)$/.test(method) ? { 0: 'feathers.Id()', 1: 'feathers.Params()' } : { 0: 'feathers.Id()', 1: 'feathers.Data()', 2: 'feathers.Params()' },
  })),
  { api: ['fs.readdir'], arg: 1, params: { 1: 'fs.names()' } },
  { api: ['fs.readdir'], arg: 2, params: { 1: 'fs.names()' } },
  { api: ['mysql2.createConnection().{query,execute}'], params: { 1: 'mysql2.rows()' } },
  { api: ['pg.{Pool,Client}().query'], params: { 1: 'pg.result()' } },
  { api: ['mongoose.model().{find,findOne,findById}', 'mongoose..exec'], params: { 1: 'mongoose.documents()' } },
  { api: ['sqlite3.Database()..{all,get}'], params: { 1: 'mysql2.rows()' } },
  { api: ['@angular/router.ActivatedRoute().{queryParams,params,queryParamMap,paramMap,fragment}.subscribe'], params: { 0: '@angular/router.ActivatedRoute().snapshot.params' } },
  { api: ['$'], params: { 0: '$' } },
  { api: ['=$.fn.*'], self: '$()', params: {} },
];

/** Functions that frameworks find by name, or that only their parameters give away. */
export const CONVENTIONS: readonly ConventionRule[] = [
  { names: [/^_?req(?:uest)?$/, /^_?(?:res|response)$/], params: EXPRESS },
  { names: [/^_?(?:req|request)$/, /^_?(?:reply|rep)$/], params: FASTIFY },
  { names: [/^_?(?:err|error|e)$/, /^_?req(?:uest)?$/, /^_?(?:res|response)$/], params: { 1: 'express.Request()', 2: 'express.Response()' } },
  { name: /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/, exported: true, names: [/^_?\w*req(?:uest)?$/i], params: { 0: 'Request()', 1: 'next.RouteContext()' } },
  { name: /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|load|action|actions|loader|ALL|onRequest\w*)$/, exported: true, names: [/^$|^_?(?:ctx|context|event|args)$/], params: { 0: 'remix.LoaderArgs()' } },
  // Forms that actions of the server are given, alone or behind the state before.
  { exported: true, names: [/^formData$/], params: { 0: 'next.ActionForm()' } },
  { exported: true, names: [/^_?(?:prev|previous|initial)?State$/i, /^formData$/], params: { 1: 'next.ActionForm()' } },
  { name: /^(?:getServerSideProps|getInitialProps)$/, exported: true, names: [/./], params: { 0: 'remix.LoaderArgs()' } },
  { name: /^(?:default|\w*Page|Page)$/, exported: true, file: /(?:^|\/)app\/(?:.*\/)?page\.[jt]sx?$/, names: [/^$|./], params: { 0: 'next.PageProps()' } },
  { name: /^middleware$|^proxy$/, exported: true, file: /(?:^|\/)(?:middleware|proxy)\.[jt]s$/, names: [/./], params: { 0: 'Request()' } },
  { name: /^fetch$/, exported: true, names: [/^_?req(?:uest)?$/], params: { 0: 'Request()', 1: 'cloudflare.Env()' } },
  { name: /^(?:handler|lambdaHandler|lambda|\w*Handler)$/, exported: true, names: [/^_?event$/], params: LAMBDA },
  { names: [/^_?(?:ctx|context)$/, /^_?next$/], params: KOA },
  { names: [/^to$/, /^_?from$/], params: { 0: 'vue-router.useRoute()', 1: 'vue-router.useRoute()' } },
  { exported: true, directive: 'use server', names: [/^/], params: { 0: 'next.ActionArgument()', 1: 'next.ActionArgument()', 2: 'next.ActionArgument()', 3: 'next.ActionArgument()' } },
  { name: /^\$route$/, names: [/./], params: { 0: 'vue-router.useRoute()' } },
  { names: [/^(?:_+|parent|root|obj|source|_?parent|_?root|_?obj|_?source)$/, /^args$/, /^_?(?:ctx|context|contextValue)$/], params: { 1: 'graphql.Arguments()' } },
];

/** Members that only a framework has, by the last of the names that lead to them: `this.$route`, `props.match.params`, `event.target.value`. */
export const MEMBERS: readonly { readonly names: readonly string[]; readonly api: ApiPattern }[] = [
  { names: ['$route'], api: 'vue-router.useRoute()' },
  { names: ['match', 'params'], api: 'react-router.useParams()' },
  { names: ['props', 'location'], api: 'react-router.useLocation()' },
  { names: ['target', 'value'], api: 'document.Element().value' },
  { names: ['currentTarget', 'value'], api: 'document.Element().value' },
  { names: ['clipboardData', 'getData'], api: 'DataTransfer().getData' },
  { names: ['dataTransfer', 'getData'], api: 'DataTransfer().getData' },
];

/** Parameters that AngularJS fills by their names. */
export const INJECTED: Readonly<Record<string, ApiPattern>> = { $location: 'angular.$location', $routeParams: 'angular.$routeParams', $stateParams: 'angular.$routeParams', $window: 'window', $document: '$()' };

/** Where frameworks are told what the parts of a request look like, and refuse others. */
export const VALIDATIONS: readonly ValidationRule[] = [
  { api: ['@trpc/server.Options().input'], chain: /^input$/ },
  { api: ['next-safe-action.Options().{parsedInput,input}'], chain: /^(?:schema|inputSchema|input)$/ },
  { api: ['@tanstack/react-start.Options().data'], chain: /^(?:validator|inputValidator)$/ },
  ...['params', 'query', 'body', 'headers', 'cookie'].map((part): ValidationRule => ({ api: [`elysia.Context().${part}`], places: [`arg2.${part}`] })),
];

const but = (...kinds: readonly FlowKind[]): readonly FlowKind[] => FLOW_KIND_IDS.filter((kind) => !kinds.includes(kind));
/** What another site can make a visitor's browser send is more than headers and cookies, so these do not lead to flaws that need a visitor. */
const NO_VISITOR = but('xss', 'open-redirect', 'header-injection', 'nosql-injection', 'sensitive-data-logged');
/** No header holds a line break; a cookie may, once it is decoded. */
const ONE_LINE = NO_VISITOR.filter((kind) => kind !== 'log-injection');
/** Always strings, never objects with operators. */
const TEXT = but('nosql-injection', 'sensitive-data-logged');
/** What runs in the visitor's own browser does not reach the server's files, network and programs. */
const IN_BROWSER: readonly FlowKind[] = ['xss', 'code-injection', 'open-redirect', 'prototype-pollution', 'template-injection', 'regex-injection', 'url-path-injection'];
/** Who gives the arguments of a command line may read files and send requests anyway; a shell that runs them is still a surprise. */
const BY_CALLER: readonly FlowKind[] = ['command-injection', 'code-injection'];
const ARCHIVE: readonly FlowKind[] = ['zip-slip'];
/** Where a program was installed to, and what its environment says, may hold blanks and more that a shell reads. */
const BY_PLACE: readonly FlowKind[] = ['command-injection'];

const request = (note: string, ...api: readonly string[]): SourceRule => ({ api, origin: 'request', note, only: but('sensitive-data-logged') });
const text = (note: string, ...api: readonly string[]): SourceRule => ({ api, origin: 'request', note, only: TEXT });
const header = (note: string, ...api: readonly string[]): SourceRule => ({ api, origin: 'request', note, only: ONE_LINE, oneLine: true });
/** As it goes over the wire, an address has its line breaks encoded. */
const ENCODED = TEXT.filter((kind) => kind !== 'log-injection');
const address = (note: string, ...api: readonly string[]): SourceRule => ({ api, origin: 'request', note, only: ENCODED });
const cookie = (note: string, ...api: readonly string[]): SourceRule => ({ api, origin: 'request', note, only: NO_VISITOR });
/** Rows as a whole are sent as JSON; a column of one may be markup. */
export const STORED_ROWS = 'what is stored in the database';
/** A page that leads to itself leads nowhere else: it takes a part cut out of this. */
export const ADDRESS_OF_PAGE = 'the whole address of the page';
const browser = (note: string, ...api: readonly string[]): SourceRule => ({ api, origin: 'browser', note, only: IN_BROWSER });
const caller = (note: string, ...api: readonly string[]): SourceRule => ({ api, origin: 'command-line', note, only: BY_CALLER });

/** Nest's pipes turn a text into a number, a UUID or one of a few values before the method runs. */
const parsed = (rule: SourceRule): SourceRule => ({ ...rule, parsedBy: ['@nestjs/common.{ParseIntPipe,ParseFloatPipe,ParseBoolPipe,ParseUUIDPipe,ParseEnumPipe,ParseDatePipe}', '@nestjs/common.{ParseIntPipe,ParseFloatPipe,ParseBoolPipe,ParseUUIDPipe,ParseEnumPipe,ParseDatePipe}()'] });

/** Values that come from outside. Arguments of MCP tools are found by their registration, not here. */
export const SOURCES: readonly SourceRule[] = [
  // Express, Next's API routes, Vercel, raw http.
  request('the query string of the request', 'express.Request().{query,param()}', 'express.Request().{query,getQuery}()', 'koa.Context().{query,querystring,search}', 'koa.Context().request.{query,querystring,search}', 'fastify.FastifyRequest().query', '@hapi/hapi.Request().query', 'elysia.Context().query'),
  text('a part of the path of the request', 'express.Request().params', 'koa.Context().params', 'fastify.FastifyRequest().params', '@hapi/hapi.Request().params', 'elysia.Context().params', 'next.RouteContext().params', 'next.PageProps().params', 'remix.LoaderArgs().params', 'hono.Context().req.param()'),
  request('the body of the request', 'express.Request().{body,rawBody}', 'http.IncomingMessage().{body,[],read()}', 'koa.Context().request.{body,rawBody}', 'fastify.FastifyRequest().{body,rawBody}', '@hapi/hapi.Request().{payload}', 'elysia.Context().body', 'micro.{json,text,buffer}()', 'raw-body()', 'co-body()', 'co-body.{json,form,text}()', 'busboy.field()', 'next-safe-action.Options().{parsedInput,input}', '@tanstack/react-start.Options().data', '@trpc/server.Options().{input,rawInput}', 'firebase-functions.Data()', 'firebase-functions.CallableRequest().data', 'graphql.Arguments()', 'feathers.{Data,Id}()', 'feathers.Params().query', 'next.ActionArgument()', 'express-validator.matchedData()'),
  request('the message of another program', '@nestjs/microservices.Payload()', 'electron.Message()', 'vscode.Message()', 'mqtt.Message()', 'kafkajs.Payload().{message,batch}', 'amqplib.Message().{content,properties}', 'CloudEvent().data'),
  // Most queues of jobs are filled by programs of the same owner, so that only what becomes a command or code counts.
  { api: ['bullmq.Job().data'], origin: 'request', note: 'the data of a job', only: ['command-injection', 'code-injection', 'unsafe-deserialization'] },
  request('the link that the program was opened with', 'vscode.HandledUri().{query,path,fragment}'),
  address('a part of the path of the request', 'koa.Context().path', '@hapi/hapi.Request().path', 'elysia.Context().path', 'hono.Context().req.path'),
  address('the address of the request', 'express.Request().{originalUrl,path}', 'koa.Context().{originalUrl,href}', 'fastify.FastifyRequest().originalUrl'),
  text('the address of the request', 'parseurl()', 'parseurl.original()', 'express.Request().{url,_parsedUrl,getUrl(),getPath(),href()}', 'http.IncomingMessage().url', 'koa.Context().url', 'koa.Context().request.{url,originalUrl,href,path,URL}', 'fastify.FastifyRequest().url', '@hapi/hapi.Request().url', 'elysia.Context().{url}', 'Request().{url,nextUrl}', 'remix.LoaderArgs().url', 'hono.Context().req.url'),
  header('a header of the request', 'express.Request().{headers,rawHeaders,trailers,hostname,host,subdomains,get(),header(),headersDistinct}', 'http.IncomingMessage().{headers,rawHeaders,trailers,headersDistinct}', 'koa.Context().{headers,header,host,hostname,origin,get()}', 'koa.Context().request.{headers,header,host,hostname,get()}', 'fastify.FastifyRequest().{headers,hostname,host}', '@hapi/hapi.Request().{headers}', 'elysia.Context().headers', 'Request().headers', 'hono.Context().req.{header(),headers}', 'next/headers.headers()', 'remix.LoaderArgs().req.headers'),
  cookie('a cookie of the request', 'express.Request().{cookies,signedCookies}', 'koa.Context().cookies.get()', 'fastify.FastifyRequest().cookies', '@hapi/hapi.Request().state', 'elysia.Context().cookie', 'next/headers.cookies()', 'Request().cookies', 'hono/cookie.{getCookie,getSignedCookie}()', 'remix.LoaderArgs().cookies.get()'),
  // Requests as the web platform has them, and frameworks built on it.
  request('the body of the request', 'Request().{json(),text(),formData(),arrayBuffer(),blob(),bytes(),body}', 'hono.Context().req.{json(),text(),parseBody(),formData(),arrayBuffer(),blob(),valid()}', '@azure/functions.HttpRequest().{json(),text(),formData(),body,rawBody}', 'next.ActionForm()', 'h3.{readBody,readRawBody,readFormData,readMultipartFormData,readValidatedBody}()', '{readBody,readRawBody,readFormData,readMultipartFormData,readValidatedBody}()'),
  request('the query string of the request', 'hono.Context().req.{query(),queries()}', '@azure/functions.HttpRequest().{query,params,url}', 'h3.{getQuery,getValidatedQuery,getRequestURL}()', '{getValidatedQuery,getRequestURL}()', 'next.PageProps().searchParams', 'remix.LoaderArgs().query', 'remix.LoaderArgs().req.{query,url}'),
  text('a part of the path of the request', 'h3.{getRouterParam,getRouterParams}()', '{getRouterParam,getRouterParams}()', 'h3.H3Event().context.params'),
  header('a header of the request', 'h3.{getHeader,getHeaders,getRequestHeader,getRequestHeaders,getCookie,parseCookies}()', '{getRequestHeader,getRequestHeaders}()', '@azure/functions.HttpRequest().headers'),
  request('the event that the function is called with', 'aws-lambda.APIGatewayProxyEvent().{body,queryStringParameters,multiValueQueryStringParameters,pathParameters,path,rawPath,rawQueryString,arguments,query,params}', 'aws-lambda.APIGatewayProxyEvent().Records', 'aws-lambda.APIGatewayProxyEventV2().{body,queryStringParameters,pathParameters,rawPath,rawQueryString}', 'aws-lambda.APIGatewayEvent().{body,queryStringParameters,pathParameters,path}', '@netlify/functions.HandlerEvent().{body,queryStringParameters,path,rawUrl}'),
  header('a header of the request', 'aws-lambda.{APIGatewayProxyEvent,APIGatewayProxyEventV2,APIGatewayEvent}().{headers,multiValueHeaders,cookies}', '@netlify/functions.HandlerEvent().headers'),
  // Parameters that a decorator names: what the decorator makes is what the parameter gets.
  parsed(request('the query string of the request', '@nestjs/common.Query()', 'routing-controllers.{QueryParam,QueryParams}()', '@tsed/common.QueryParams()', 'inversify-express-utils.queryParam()', 'tsoa.{Query,Queries}()')),
  parsed(request('the body of the request', '@nestjs/common.{Body,RawBody}()', '@nestjs/graphql.Args()', '@nestjs/websockets.MessageBody()', 'type-graphql.{Arg,Args}()', 'routing-controllers.{Body,BodyParam}()', '@tsed/common.BodyParams()', 'inversify-express-utils.requestBody()', 'tsoa.{Body,BodyProp,FormField}()')),
  parsed(text('a part of the path of the request', '@nestjs/common.{Param,HostParam}()', 'routing-controllers.{Param,Params}()', '@tsed/common.PathParams()', 'inversify-express-utils.requestParam()', 'tsoa.Path()')),
  parsed(header('a header of the request', '@nestjs/common.Headers()', 'routing-controllers.{HeaderParam,HeaderParams,CookieParam,CookieParams}()', 'inversify-express-utils.requestHeaders()', 'tsoa.Header()')),
  // Sockets.
  request('a message from the socket', 'ws.WebSocket().message()', 'ws.MessageEvent().data', 'socket.io.Socket().message()', 'socket.io.Socket().handshake.{query,auth}', 'net.ServerSocket().[]'),
  header('a header of the request', 'socket.io.Socket().handshake.headers'),
  // Uploads: what the sender called the file, and said of it.
  { api: ['express.Request().{file,files}..buffer', 'express.Request().files..data', 'koa.Context().{file,files}..buffer', 'fastify.FastifyRequest().{file(),files(),parts()}..{toBuffer(),file}'], origin: 'upload', note: 'the content of an uploaded file', only: but('sensitive-data-logged') },
  { api: ['express.Request().{file,files}..{originalname,originalFilename}', 'express.Request().files..{name,mimetype}', 'koa.Context().{file,files}..{originalname,originalFilename}', 'koa.Context().request.files..{originalFilename,name}', 'fastify.FastifyRequest().{file(),files(),parts(),saveRequestFiles()}..{filename,mimetype}', 'multer.File().{originalname,mimetype,fieldname}', 'busboy.FileInfo().{filename,mimeType}', 'busboy.FileInfo()', 'formidable.Files()', 'formidable.File().{originalFilename,name,mimetype}', 'File().name'], origin: 'upload', note: 'the name that the sender gave an uploaded file', only: but('sensitive-data-logged') },
  // Names in archives.
  { api: ['unzipper.Entry().{path,name,fileName,filename,entryName,props.path}', 'unzipper..path', 'adm-zip()..entryName', 'jszip..files', 'jszip..name', 'tar..path', 'yauzl.Entry().fileName', 'fflate.{unzipSync,unzip}()', 'node-stream-zip..{entries(),name}', 'decompress()..path', 'node-unrar-js..name'], origin: 'file', note: 'the name of an entry of an archive', only: ARCHIVE },
  // What the user of an MCP client, or its model, answers.
  { api: ['@modelcontextprotocol/{sdk,server}..{elicitInput(),createMessage()}', 'fastmcp..{requestSampling()}', 'mcp.ServerContext().mcpReq.{elicitInput(),requestSampling(),inputResponses}', 'mcp.ServerContext().sendRequest()', '@modelcontextprotocol/server.{acceptedContent,inputResponse}()'], origin: 'tool', note: 'what the client answered', only: but('sensitive-data-logged') },
  { api: ['mcp.Completion()'], origin: 'tool', note: 'the text to complete', only: but('sensitive-data-logged') },
  { api: ['mcp.ResourceRequest().uri'], origin: 'tool', note: 'the URI of a resource', only: but('sensitive-data-logged') },
  { api: ['mcp.PromptRequest().args'], origin: 'tool', note: 'an argument of a prompt', only: but('sensitive-data-logged') },
  // Pages.
  browser('the address of the page', 'location.{search,hash}', 'react-router.{useParams,useSearchParams,useLocation}()', 'vue-router.useRoute().{query,params,hash,fullPath,path}', 'next/navigation.{useSearchParams,useParams}()', 'next/router.useRouter().{query,asPath}', '@tanstack/react-router.{useParams,useSearch}()', 'wouter.{useParams,useSearch}()', '@angular/router.ActivatedRoute()..{queryParams,params,queryParamMap,paramMap,fragment}', 'history.location', '$page.{url,params}', '$app/state.page.{url,params}', 'angular.$location.{search(),hash(),path(),url(),absUrl()}', 'angular.$routeParams'),
  { api: ['location.{href,toString()}', 'document.{URL,documentURI,baseURI}', 'HashChangeEvent().newURL'], origin: 'browser', note: ADDRESS_OF_PAGE, only: IN_BROWSER },
  { api: ['location.pathname'], origin: 'browser', note: 'the path of the page', only: IN_BROWSER.filter((kind) => kind !== 'open-redirect') },
  browser('the page that led here', 'document.referrer'),
  browser('a cookie of the page', 'document.cookie'),
  browser('the name of the window, which the page that opened it chooses', 'window.name'),
  browser('a message from another window', 'MessageEvent().data'),
  // What stands in the page, or was kept by it: markup once it is written as markup.
  { api: ['document..{value,textContent,innerText}', 'HTMLElement().{value,textContent,innerText}', 'DataTransfer().getData()', 'FormData().{get(),getAll()}', 'localStorage.{getItem(),[],*}', 'sessionStorage.{getItem(),[],*}'], origin: 'browser', note: 'text of the page, or kept by it', only: ['xss'] },
  { api: ['$()..{val(),text()}'], args: 0, origin: 'browser', note: 'text of the page', only: ['xss'] },
  { api: ['FormData()'], handed: true, origin: 'browser', note: 'text of the page', only: ['xss'] },
  { api: ['$()..{attr(),data()}', 'document..getAttribute()', 'HTMLElement().getAttribute()'], args: 1, origin: 'browser', note: 'an attribute of the page', only: ['xss'] },
  { api: ['location'], handed: true, origin: 'browser', note: 'the whole address of the page', only: IN_BROWSER },
  // Names of files, and rows, that somebody else has written.
  { api: ['fs.{readdir(),readdirSync()}', 'fs.names()'], origin: 'file', note: 'the names of files', only: ['xss'] },
  { api: ['mysql2.createConnection().{query(),execute()}', 'pg.{Pool,Client}().query()..rows', 'mysql2.rows()', 'pg.result()..rows', 'mongoose.model().{find(),findOne(),findById()}', 'mongoose.documents()', 'sqlite3.Database()..{all(),get()}', 'better-sqlite3()..{all(),get()}', 'sequelize..query()', 'sequelize..{findAll(),findOne(),findByPk()}'], origin: 'file', note: STORED_ROWS, only: ['xss'] },
  // Command lines.
  caller('the command line', 'process.argv', 'process.argv0', 'Deno.args', 'Bun.argv', 'yargs..{argv,parse(),parseSync(),parseAsync()}', 'yargs()', 'yargs-parser()', 'minimist()', 'minimist-options()', 'subarg()', 'mri()', 'arg()', 'getopts()', 'nopt()', 'rc()', 'docopt.docopt()', 'meow().{input,flags}', 'meow.meow().{input,flags}', 'command-line-args()', 'argparse..{parse_args(),parseArgs(),parse_known_args(),parseKnownArgs()}', 'commander..{opts(),optsWithGlobals(),args,rawArgs,processedArgs,getOptionValue()}', 'commander.Arguments()', 'cac..{parse()}', 'util.parseArgs().{values,positionals}', 'dashdash.parse()', 'dashdash..parse()', 'optimist..{argv,parse()}', 'nomnom..{parse(),nom()}', 'posix-getopt..getopt()', 'optionator()..parse()', 'args.parse()', 'args..parse()', 'cli.{parse(),args,options}', 'stdio.getopt()', 'command-line-commands()', 'parse-argv()', 'argh.argv', 'oclif.Command().parse()', '@oclif/core.Command().parse()', 'clipanion..parse()', '@actions/core.{getInput,getMultilineInput}()'),
  caller('what was typed', 'readline.line()', 'readline.promises..question()', 'readline..question()', 'inquirer.prompt()', 'prompts()', 'enquirer.prompt()', '@inquirer/prompts.{input,editor,password,search}()', '@clack/prompts.{text,password}()', 'process.stdin.[]', 'readline-sync.{question,prompt}()'),
  { api: ['process.env', 'Deno.env.{get(),toObject()}', 'Bun.env'], origin: 'environment', note: 'the environment of the process', only: BY_PLACE },
  { api: ['__dirname', '__filename', 'process.cwd()', 'path.resolve()', 'os.{homedir,tmpdir}()', 'import.meta.{dirname,filename}', 'url.fileURLToPath()'], origin: 'environment', note: 'a path that depends on where the program is installed', only: BY_PLACE },
  // What starts a workflow on GitHub: titles, texts and names of branches are for strangers to choose.
  { api: ['@actions/github.context.payload', '@actions/github.context.payload.{pull_request,issue,comment,review,head_commit,discussion,workflow_run,pages,commits}'], origin: 'request', note: 'the event that started the workflow', only: ['command-injection', 'code-injection', 'argument-injection'] },
  // What other servers answer. Most programs trust the servers that they ask, save for what becomes a command.
  { api: ['fetch()', 'axios()', 'axios.{get,post,put,patch,delete,head,options,request}()', 'got()', 'got.{get,post,put,patch,delete}()', 'ky()', 'ky.{get,post,put,patch,delete}()', 'undici.request()', 'needle()', 'superagent.{get,post,put,patch,delete}()', 'ofetch.ofetch()', '$fetch()'], origin: 'remote', note: 'the answer of another server', only: ['command-injection'] },
  // What must not be logged.
  { api: ['express.Request().headers.{authorization,cookie,x-api-key,proxy-authorization}', 'http.IncomingMessage().headers.{authorization,cookie,x-api-key,proxy-authorization}', 'fastify.FastifyRequest().headers.{authorization,cookie,x-api-key}', 'koa.Context().headers.{authorization,cookie,x-api-key}', 'express.Request().{cookies,signedCookies}'], origin: 'sensitive', note: 'a credential in the request', only: ['sensitive-data-logged'] },
];

/** Parameters of functions in fragments, whose callers were left out: what they can cause, and what only as part of a longer text. */
export const UNCALLED: { readonly kinds: readonly FlowKind[]; readonly inText: readonly FlowKind[]; readonly handed: RegExp } = {
  kinds: ['argument-injection', 'code-injection', 'command-injection', 'unsafe-deserialization'],
  inText: ['sql-injection', 'path-traversal', 'template-injection'],
  /** Names of what frameworks and programs hand over, and no stranger chooses. */
  handed: /^_*(?:req|request|res|response|resp|reply|ctx|context|next|err|error|e|ev|evt|event|cb|callback|done|resolve|reject|fn|app|server|router|db|database|conn|connection|client|pool|session|socket|logger|log|grunt|gulp|module|exports|require|self|this|store|state|props|env|config|conf|settings|cwd|index|idx|i|key|acc|prev|curr|node|el|element|\$\w*)$/i,
};
