import type { SinkRule, SourceOrigin } from '../rules';

/** Text of a message as it goes over the wire: lines that end in CR LF. */
const MESSAGE = [{ place: 'arg0', matches: /(?:HTTP\/[\d.?]+|^[A-Z][\w-]*: ?)[\s\S]*\r\n/ }] as const;

/** Whoever calls a tool is not who asks for the page: headers that a tool was told to answer with are its purpose. */
const STRANGERS: readonly SourceOrigin[] = ['request', 'upload', 'file', 'library'];

/**
 * Headers. Node, undici and the web platform refuse values with line breaks, so a value alone is none; the name of a
 * header, all headers at once, and text written to a socket are.
 */
export const HEADER_SINKS: readonly SinkRule[] = [
  { api: ['http.ServerResponse().{setHeader,appendHeader,addTrailers,setHeaders}', 'express.Response().{set,setHeader,header,append}', 'koa.Context().{set,append}', 'koa.Context().response.{set,append}', 'fastify.FastifyReply().{header,headers}', 'hono.Context().header', '@hapi/hapi.ResponseToolkit().response().header'], places: ['arg0'], kind: 'header-injection', note: 'the name of a header', from: STRANGERS },
  { api: ['http.ServerResponse().writeHead', 'express.Response().writeHead'], places: ['arg1', 'arg2'], kind: 'header-injection', note: 'the headers of an answer as a whole', from: STRANGERS },
  { api: ['net.ServerSocket().{write,end}', 'net.Socket().{write,end}', '{net,tls}.{connect,createConnection}().{write,end}', 'tls.TLSSocket().{write,end}'], places: ['arg0'], kind: 'header-injection', note: 'a message written to a socket', when: MESSAGE },
  { api: ['sendmail()', 'emailjs.SMTPClient().send', 'emailjs.server.connect().send', 'smtp-connection().send'], places: ['arg0.to', 'arg0.cc', 'arg0.bcc', 'arg0.from', 'arg0.subject', 'arg0.replyTo'], kind: 'header-injection', note: 'a header of an email', warn: true },
  { api: ['nodemailer..sendMail'], places: ['arg0.raw', 'arg0.envelope', 'arg0.headers', 'arg0.list'], kind: 'header-injection', note: 'the headers of an email as a whole' },
];
