import { FLOW_KIND_IDS, type FlowKind } from '../../model/flow-kind';
import type { GuardRule, SanitizerRule } from './rules';

const but = (...kinds: readonly FlowKind[]): readonly FlowKind[] => FLOW_KIND_IDS.filter((kind) => !kinds.includes(kind));
const HTML: readonly FlowKind[] = ['xss'];
const SQL: readonly FlowKind[] = ['sql-injection'];
const SHELL: readonly FlowKind[] = ['command-injection'];
const REGEX: readonly FlowKind[] = ['regex-injection', 'redos'];
const PATHS: readonly FlowKind[] = ['path-traversal', 'zip-slip'];
/** For names of one segment without separators, dots at the ends or control characters. */
const SEGMENT: readonly FlowKind[] = ['path-traversal', 'zip-slip', 'url-path-injection', 'ssrf', 'open-redirect', 'header-injection', 'log-injection'];
/** Letters, digits and dashes between them. */
const SLUG: readonly FlowKind[] = but('sensitive-data-logged', 'regex-injection', 'prototype-pollution', 'nosql-injection');

const clean = (clears: readonly FlowKind[], from: string, ...api: readonly string[]): SanitizerRule => ({ api, clears, from });
const made = (...api: readonly string[]): SanitizerRule => ({ api });
const helper = (clears: readonly FlowKind[], name: RegExp): SanitizerRule => ({ api: [], name, clears, from: 'arg0' });

/** Functions whose result is safe, for some kinds or for all. */
export const SANITIZERS: readonly SanitizerRule[] = [
  // HTML. Quoting for markup does not make an address safe to follow, or text safe inside a script.
  clean(HTML, 'arg0',
    'escape-html', 'escape-html-template-tag.safeHtml', 'he.{encode,escape}', 'validator.escape', 'validator/lib/escape', 'validator/es/lib/escape', 'dompurify.sanitize', 'dompurify().sanitize', 'sanitize-html', 'xss', 'xss.{filterXSS,escapeHtml,friendlyAttrValue}', 'xss.FilterXSS().process', 'insane', 'sanitize-html-react', '@jitbit/htmlsanitizer.SanitizeHtml', 'google-caja.sanitize',
    'lodash.escape', 'lodash.escape.escape', 'html-entities.{encode,encodeNonUTF,encodeNonASCII}', 'html-entities..encode', 'entities.{encode,encodeHTML,encodeXML,encodeNonAsciiHTML,escape,escapeUTF8,escapeAttribute,escapeText}', 'html-escaper.escape', 'html-escape', 'htmlescape', 'stringify-entities.{stringifyEntities,stringifyEntitiesLight}', 'escape-goat.{htmlEscape,escape}', 'xml-escape', 'node-html-encoder.Encoder().htmlEncode', 'js-htmlencode.htmlEncode', 'htmlencode.htmlEncode', 'handlebars.escapeExpression', 'handlebars.Utils.escapeExpression', 'mustache.escape', 'ejs.escapeXML', 'nunjucks.lib.escape',
    'secure-filters.{html,js,jsObj,jsAttr,uri,css,style}', 'xss-filters.{inHTMLData,inHTMLComment,inSingleQuotedAttr,inDoubleQuotedAttr,inUnQuotedAttr,uriInHTMLData,uriInSingleQuotedAttr,uriInDoubleQuotedAttr,uriInUnQuotedAttr}', 'serialize-javascript', 'jsesc', 'devalue', 'devalue.{uneval,stringify}', 'vue.escapeHtml', '@vue/shared.escapeHtml', 'solid-js/web.escape', '@angular/platform-browser.DomSanitizer().sanitize', 'hono/utils/html.escapeToBuffer', 'svelte/internal.escape', '@wordpress/escape-html.{escapeHTML,escapeAttribute}', 'lodash.escapeHtml', 'CSS.escape'),
  clean(['xss', 'open-redirect'], 'arg0', '@braintree/sanitize-url.sanitizeUrl'),
  // SQL. The values that these are given are quoted; the text that they are put into is not.
  clean(SQL, 'arg0', 'pg.escapeIdentifier', 'pg.escapeLiteral', 'pg.Client().{escapeIdentifier,escapeLiteral}', 'pg.Client.prototype.{escapeIdentifier,escapeLiteral}', 'pg-format.{ident,literal}', 'pg-escape.{ident,literal,dollarQuotedString}', 'pg-promise.as.{name,value,alias}', 'mysql2.{escape,escapeId}', 'mysql2.createConnection().{escape,escapeId}', 'sqlstring.{escape,escapeId}', 'sqlstring-sqlite.{escape,escapeId}', 'tsqlstring.{escape,escapeId}', '@prisma/internals.escapeIdentifier', 'drizzle-orm.sql.{identifier,param,placeholder}', 'kysely.sql.{id,ref,table,val,join}', 'sequelize..escape', 'knex..wrapIdentifier', '@supabase/pg-format.{ident,literal}', 'slonik.sql.identifier', 'typeorm..escape', 'snowflake-sdk.escape', 'clickhouse.escape'),
  clean([], 'arg0', 'mysql2.format', 'mysql2.createConnection().format', 'sqlstring.format', 'pg-promise.as.format'),
  // Shells.
  clean(SHELL, 'arg0.[]', 'shell-quote.quote', 'shell-escape', 'shell-escape-tag', 'any-shell-escape', 'shellwords.{join}', 'shescape..{escapeAll,quoteAll}'),
  clean(SHELL, 'arg0', 'shescape..{quote,escape}', 'shescape.{quote,escape}', 'shellwords.escape', 'zx.quote', 'zx.quotePowerShell', 'puka.{quoteForShell,quoteForSh,quoteForCmd}', 'shq', 'linux-shell-escape', '$.escape', 'bun.$.escape', 'Bun.$.escape', 'any-shell-escape.msg'),
  // Regular expressions.
  clean(REGEX, 'arg0', 'RegExp.escape', 'escape-string-regexp', 'lodash.escapeRegExp', 'escape-regexp', 'escape-regexp-component', 'escape-regex', 'regexp-escape', 'regex-escape', 'escape-regex-string', 'regexp.escape', 'core-js-pure/actual/regexp/escape', '@stdlib/utils-escape-regexp-string'),
  // Paths and names.
  clean(SEGMENT, 'arg0', 'sanitize-filename', 'filenamify', 'filenamify.filenamify', 'node-sanitize-filename'),
  clean(PATHS, 'arg0', 'filenamify.path', 'filenamify.filenamifyPath'),
  clean(PATHS, 'arg1', 'resolve-path', 'safe-join', 'secure-join', 'safe-path-join', 'safejoin'),
  clean(SLUG, 'arg0', 'slugify', 'slug', 'limax', 'speakingurl', 'lodash.{kebabCase,camelCase,snakeCase,startCase}', 'github-slugger.slug', 'github-slugger..slug', 'url-slug', 'url-slug.convert', 'transliteration.slugify', 'string-hash', 'to-slug-case'),
  clean(['url-path-injection', 'ssrf', 'path-traversal', 'xss', 'open-redirect', 'header-injection', 'argument-injection', 'log-injection'], 'arg0', 'strict-uri-encode'),
  // Objects from queries, and keys.
  clean(['nosql-injection'], 'arg0', 'mongo-sanitize', 'express-mongo-sanitize.sanitize', '@exortek/express-mongo-sanitize.sanitize', 'mongoose.sanitizeFilter'),
  clean(['prototype-pollution'], 'arg0', 'secure-json-parse', 'secure-json-parse.{parse,safeParse,scan}', '@hapi/bourne.{parse,safeParse}', 'destr.safeDestr', 'destr'),
  // Logs.
  clean(['log-injection', 'header-injection'], 'arg0', 'validator.stripLow'),
  // Headers and addresses.
  clean(['header-injection'], 'arg0', 'content-disposition', 'encodeurl'),
  // Results that hold nothing of what went in but numbers, dates, fixed sets of characters or digests.
  made('Number', 'Number.{parseInt,parseFloat}', 'parseInt', 'parseFloat', 'Boolean', 'BigInt', 'Math.{abs,ceil,floor,round,trunc,max,min,sign}', 'Date', 'Date.parse', 'isNaN', 'Number.isInteger', 'lodash.{toNumber,toInteger,toSafeInteger,parseInt,size,isEmpty,clamp}', 'validator.{toInt,toFloat,toBoolean,toDate}', 'ms', 'bytes', 'bytes.parse'),
  made('mongodb.ObjectId', 'mongodb.ObjectId.createFromHexString', 'bson.ObjectId', 'mongoose.Types.ObjectId', 'mongoose.mongo.ObjectId'),
  made('uuid', 'uuid.{v1,v3,v4,v5,v6,v7}', 'nanoid.{nanoid,customAlphabet}', 'crypto.{randomUUID,randomBytes,createHash,createHmac,scryptSync,pbkdf2Sync,timingSafeEqual}', 'crypto.createHash()..digest', 'crypto.createHmac()..digest', 'crypto.hash', 'md5', 'sha1', 'sha256', 'object-hash', 'object-hash.{sha1,MD5,keys}', 'hash-sum', 'hasha', 'bcrypt.{hash,hashSync,compare,compareSync}', 'bcryptjs.{hash,hashSync,compare,compareSync}', 'argon2.{hash,verify}', 'crypto.subtle.digest', 'crypto-js.{MD5,SHA1,SHA256,SHA512}', 'murmurhash.v3', 'xxhash-wasm..h64ToString', 'farmhash.hash64'),
  made('semver.{valid,clean,coerce,major,minor,patch}', 'dayjs().{format,toISOString,unix,valueOf}', 'moment().{format,toISOString,unix,valueOf}', 'luxon.DateTime.fromISO().toISO', 'Date().{toISOString,getTime,valueOf,toJSON}', 'bignumber.js', 'decimal.js', 'big.js'),
  // Helpers that a project, or a package that is not known, has written; names that say what for.
  helper(HTML, /^(?:escape|encode)_?(?:Html|Xml|Svg|Attr(?:ibute)?|ForHtml|HtmlEntities|HtmlAttr(?:ibute)?|XmlText|XmlAttr)$/i),
  helper(HTML, /^(?:html|xml)_?(?:Escape|Encode|SpecialChars)$/i),
  helper(HTML, /^(?:sanitize|purify|clean)_?(?:Html|Svg|Markup)$/i),
  helper(SQL, /^(?:escape|quote)_?(?:Sql|Pg|Postgres|MySql|Sqlite|Db|Mssql)?_?(?:Ident|Identifier|Identifiers|Id|Literal|TableName|ColumnName|Table|Column)s?$/i),
  helper(SQL, /^(?:sql|pg|mysql|sqlite|db)_?(?:Escape|Quote|Ident|Identifier|Literal)$/i),
  helper(SHELL, /^(?:escape|quote)_?(?:For)?_?(?:Shell|Bash|Sh|Cmd|PowerShell|Posix|Windows)(?:_?(?:Arg|Argument|Args|Value|String|Text|Command))?$/i),
  helper(SHELL, /^(?:shell|bash|sh|cmd|powershell)_?(?:Escape|Quote)(?:d|Arg|Argument)?$/i),
  helper(REGEX, /^(?:escape|quote)_?(?:ForRegExp?|RegExp?|Regular_?Expression|RegExp?String|RegExp?Chars)$/i),
  // What is looked up by a secret, or kept beside one, is named for what it is.
  helper(['sensitive-data-logged'], /^(?:get|read|load|fetch|find|resolve)\w*(?:Domain|Host|Hostname|Port|Email|Username|Id|Ids|ExpiresAt|Expiry|Expiration|Type|Version|Status|Count|Region|Scopes?)$/),
  helper(['url-path-injection', 'ssrf', 'path-traversal', 'open-redirect'], /^(?:encode|escape)\w*(?:Path)?(?:Segment|PathComponent|UriComponent)$/i),
];

const TEST = (clears: readonly FlowKind[] | undefined, place: string, ...api: readonly string[]): GuardRule => ({ api, place, safeWhen: true, ...(clears && { clears }) });
const WORD = but('sensitive-data-logged', 'prototype-pollution');
const ADDRESS: readonly string[] = ['hostname', 'host', 'address'];

/** Tests of libraries after which a value is safe, for some kinds or for all. */
export const GUARDS: readonly GuardRule[] = [
  // Shapes without any character that has a meaning elsewhere.
  TEST(undefined, 'arg0', 'validator.{isUUID,isInt,isNumeric,isFloat,isDecimal,isBoolean,isPort,isHexadecimal,isHash,isMD5,isMongoId,isULID,isISO8601,isRFC3339,isDate,isOctal,isHexColor,isCreditCard,isIMEI,isISBN,isEAN,isISSN,isISO31661Alpha2,isISO31661Alpha3,isISO4217,isDivisibleBy,isIn,isMACAddress}'),
  TEST(undefined, 'arg0', 'validator/lib/{isUUID,isInt,isNumeric,isFloat,isBoolean,isPort,isHexadecimal,isHash,isMongoId,isISO8601,isDate,isIn}', 'validator/es/lib/{isUUID,isInt,isNumeric,isIn}'),
  TEST(WORD, 'arg0', 'validator.{isAlphanumeric,isAlpha,isSlug,isLocale,isSemVer,isBIC,isBase58,isIBAN}', 'validator/lib/{isAlphanumeric,isAlpha,isSlug}'),
  TEST(['sql-injection', 'command-injection', 'argument-injection', 'xss', 'code-injection', 'template-injection', 'header-injection', 'log-injection', 'nosql-injection', 'path-traversal', 'zip-slip', 'url-path-injection'], 'arg0', 'validator.{isJWT,isBase32,isFQDN,isIP,isIPRange}', 'net.{isIP,isIPv4,isIPv6}', 'ipaddr.js.isValid', 'is-ip', 'is-ip.{isIP,isIPv4,isIPv6,v4,v6}', 'is-valid-domain'),
  TEST(['sql-injection', 'command-injection', 'xss', 'code-injection', 'header-injection', 'log-injection', 'nosql-injection'], 'arg0', 'validator.isBase64'),
  TEST(['nosql-injection', 'header-injection', 'log-injection'], 'arg0', 'validator.{isEmail,isURL,isMobilePhone,isPostalCode}'),
  TEST(undefined, 'arg0', 'uuid.validate', 'is-uuid.anyNonNil', 'is-uuid.{v1,v4,v5}', 'uuid-validate', 'semver.valid', 'cuid.isCuid', '@paralleldrive/cuid2.isCuid', 'ulid.isValid', 'is-number'),
  // Any text of twelve characters passes for an object id.
  TEST(['nosql-injection'], 'arg0', 'mongodb.ObjectId.isValid', 'bson.ObjectId.isValid', 'mongoose.isValidObjectId', 'mongoose.Types.ObjectId.isValid'),
  TEST(undefined, 'arg0', 'Number.{isInteger,isSafeInteger,isFinite}', 'isFinite', 'lodash.{isNumber,isInteger,isSafeInteger,isFinite,isBoolean,isDate}', 'util.types.{isDate,isNumberObject}', '@sindresorhus/is.{number,integer,boolean,date}'),
  { api: ['isNaN', 'globalThis.isNaN'], place: 'arg0', safeWhen: false },
  TEST(undefined, 'arg1', 'lodash.{includes,contains}', 'Object.hasOwn', 'has', 'hasown'),
  TEST(['nosql-injection'], 'arg0', 'ajv().compile()', 'ajv.Ajv().compile()'),
  TEST(['nosql-injection'], 'arg0', 'lodash.isString', 'is-string', '@sindresorhus/is.string', 'util.isString'),
  TEST(['argument-injection', 'path-traversal', 'zip-slip', 'command-injection', 'url-path-injection', 'sql-injection'], 'arg0', 'is-valid-npm-name', 'valid-filename', 'is-valid-filename', 'is-git-ref-name-valid'),
  // Containment in a folder, told by segments.
  TEST(PATHS, 'arg0', 'is-path-inside', 'is-path-inside.isPathInside', 'path-is-inside', 'is-inside', 'is-path-in-cwd', 'is-path-in-cwd.isPathInCwd', 'is-child-path'),
  TEST(PATHS, 'arg1', 'is-subdir', 'path-contains'),
  // Addresses inside the network; of a whole URL these say nothing.
  { api: ['private-ip', 'private-ip.is_ip_private', 'is-private-ip', 'is-private-ip.isPrivateIp', 'ip.{isPrivate,isLoopback}', 'is-localhost-ip', 'is-ip-private', 'is-local-ip', 'is-loopback-addr'], place: 'arg0', safeWhen: false, clears: ['ssrf'], member: ADDRESS },
  { api: ['ip.isPublic', 'is-public-ip'], place: 'arg0', safeWhen: true, clears: ['ssrf'], member: ADDRESS },
  { api: ['net.BlockList().check'], place: 'arg0', safeWhen: false, clears: ['ssrf'], member: ADDRESS },
  // Regular expressions that take too long.
  TEST(['redos'], 'arg0', 'safe-regex', 'safe-regex2'),
  // Helpers that a project has written; names that say what for.
  { api: [], name: /^(?!.*(?:un|not|non)_?safe)(?=.*safe).*(?:regex|regexp|pattern)|^(?:is|check|assert|ensure|validate)(?:Regex|RegExp|Pattern)Safe/i, place: 'arg0', safeWhen: true, clears: ['redos', 'regex-injection'] },
];
