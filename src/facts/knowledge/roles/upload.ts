import type { ApiPattern } from '../rules';

/** A library that receives files. */
export interface UploadRule {
  readonly api: readonly ApiPattern[];
  readonly by: string;
  /** Which argument holds the options; the last where it is a plugin's registration. */
  readonly options: number;
  /** Paths of options that limit the size. */
  readonly limits: readonly string[];
  /** Options that take a check of the type. */
  readonly filters: readonly string[];
  /** It limits the size where nobody says otherwise. */
  readonly limited: boolean;
  /** It stores under a name of its own where nobody says otherwise. */
  readonly names: 'server' | 'memory';
}

export const UPLOADS: readonly UploadRule[] = [
  { api: ['multer', '@koa/multer', 'fastify-multer', '@nest-lab/fastify-multer.FileInterceptor', '@fastify-multer/multer'], by: 'multer', options: 0, limits: ['limits.fileSize'], filters: ['fileFilter'], limited: false, names: 'memory' },
  { api: ['@nestjs/platform-express.{FileInterceptor,FilesInterceptor,FileFieldsInterceptor,AnyFilesInterceptor}'], by: 'multer', options: 1, limits: ['limits.fileSize'], filters: ['fileFilter'], limited: false, names: 'memory' },
  { api: ['express-fileupload'], by: 'express-fileupload', options: 0, limits: ['limits.fileSize'], filters: [], limited: false, names: 'memory' },
  { api: ['formidable', 'formidable.{formidable,Formidable,IncomingForm}'], by: 'formidable', options: 0, limits: ['maxFileSize', 'maxTotalFileSize'], filters: ['filter'], limited: true, names: 'server' },
  { api: ['busboy', '@fastify/busboy', '@fastify/busboy.Busboy'], by: 'busboy', options: 0, limits: ['limits.fileSize'], filters: [], limited: false, names: 'memory' },
  { api: ['multiparty.Form'], by: 'multiparty', options: 0, limits: ['maxFilesSize'], filters: [], limited: false, names: 'server' },
  { api: ['koa-body', 'koa-body.koaBody'], by: 'koa-body', options: 0, limits: ['formidable.maxFileSize'], filters: ['formidable.filter'], limited: true, names: 'server' },
];

/** What packages of checks export. A call of anything else of theirs throws, or never was. */
export const CHECKERS: Readonly<Record<string, ReadonlySet<string>>> = {
  'express-validator': new Set(['body', 'check', 'checkSchema', 'checkExact', 'cookie', 'header', 'matchedData', 'oneOf', 'param', 'query', 'validationResult', 'buildCheckFunction', 'buildSanitizeFunction', 'ExpressValidator', 'Result', 'FieldMessageFactory', 'sanitize', 'sanitizeBody', 'sanitizeCookie', 'sanitizeParam', 'sanitizeQuery']),
  'file-type': new Set(['fileTypeFromBuffer', 'fileTypeFromFile', 'fileTypeFromStream', 'fileTypeFromTokenizer', 'fileTypeFromBlob', 'fileTypeStream', 'FileTypeParser', 'NodeFileTypeParser', 'supportedExtensions', 'supportedMimeTypes', 'fromBuffer', 'fromFile', 'fromStream', 'fromTokenizer', 'stream', 'extensions', 'mimeTypes']),
};

/** Names of members that say what kind of file it is, or how large. */
export const TYPE_MEMBERS = /^(?:mimetype|mimeType|type|contentType|content-type|ext|extension|originalname|originalFilename|filename|name)$/;
export const SIZE_MEMBERS = /^(?:size|length|byteLength|truncated|content-length)$/;
/** Functions that tell the type from the content. */
export const TYPE_FUNCTIONS = /fileType|fromBuffer|extname|isAllowed|allowedTypes?|validate(?:File|Upload|Mime|Type|Image)|check(?:File|Mime|Type)|magic|mime\.lookup|getType|sharp/i;
