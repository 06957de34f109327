import type { SinkRule } from '../rules';

const LEVELS = '{log,info,warn,error,debug,trace,fatal,verbose,silly,http,notice,alert,crit,emerg,warning,success,child}';

/** What a program is there to print goes to the one, what it says about itself to the other. */
const STREAMS = 'process.{stdout,stderr}.write';

/** Calls that write to a log. */
export const LOGGERS: readonly string[] = [
  'console.{log,info,warn,error,debug,trace,dir,table,group,assert}', `winston..${LEVELS}`, `pino..${LEVELS}`, `pino()..${LEVELS}`, `bunyan..${LEVELS}`, `log4js..${LEVELS}`, `loglevel..${LEVELS}`, `consola..${LEVELS}`, `signale..${LEVELS}`, `tslog..${LEVELS}`, `roarr..${LEVELS}`, `npmlog..${LEVELS}`, `electron-log..${LEVELS}`, `@nestjs/common.Logger..${LEVELS}`, `@nestjs/common.Logger()..${LEVELS}`, `fastify()..${LEVELS}`, `fastify.FastifyRequest().log..${LEVELS}`, `express.Request().log..${LEVELS}`, `@google-cloud/logging..{write,info,error}`, 'debug()', `@logtape/logtape..${LEVELS}`, `caterpillar..${LEVELS}`, 'fancy-log', STREAMS, `diary..${LEVELS}`, `ololog..${LEVELS}`, `firebase-functions.logger.${LEVELS}`, 'firebase-functions.logger.write', `@aws-lambda-powertools/logger..${LEVELS}`, `@sentry/node.{captureMessage,addBreadcrumb}`, `hono.Context().var.logger.${LEVELS}`, `pino-http()..${LEVELS}`, `logger.${LEVELS}`, `log.${LEVELS}`,
];

/** Loggers that write text as it is; those that write JSON escape line breaks. */
const PLAIN_TEXT: readonly string[] = ['console.{log,info,warn,error,debug,trace}', `log4js..${LEVELS}`, `loglevel..${LEVELS}`, `npmlog..${LEVELS}`, 'fancy-log', 'process.{stdout,stderr}.write', `signale..${LEVELS}`, `consola..${LEVELS}`, `winston..${LEVELS}`];
/** Parts of requests that are objects, as long as no member of them is read, and addresses as they arrive, in which line breaks are encoded. */
const OBJECTS: readonly string[] = ['express.Request().{body,query,params,headers,cookies,files}', 'koa.Context().{query,params,headers}', 'koa.Context().request.{body,query}', 'fastify.FastifyRequest().{body,query,params,headers}', '@hapi/hapi.Request().{payload,query,params,headers}', 'http.IncomingMessage().{headers,url}', 'express.Request().url', 'koa.Context().url', 'fastify.FastifyRequest().url', 'Request().url'];

/** Logs: what must not be in them, and lines that a stranger could forge. */
export const LOG_SINKS: readonly SinkRule[] = [
  { api: LOGGERS.map((api) => (api === STREAMS ? 'process.stderr.write' : api)), places: ['args'], kind: 'sensitive-data-logged', note: 'a log', deep: true, from: ['sensitive', 'named'] },
  // Objects are written with their line breaks escaped, so only text counts.
  ...[0, 1, 2, 3].map((at): SinkRule => ({ api: PLAIN_TEXT, places: [`arg${at}`], kind: 'log-injection', note: 'a log, in which line breaks make entries of their own', warn: true, from: ['request'], unless: [{ place: `arg${at}`, is: [], api: OBJECTS }] })),
];
