import type { SinkRule } from '../rules';

const ONE_PATH = '{readFile,readFileSync,createReadStream,open,openSync,openAsBlob,opendir,opendirSync,readdir,readdirSync,readlink,readlinkSync,writeFile,writeFileSync,appendFile,appendFileSync,createWriteStream,mkdir,mkdirSync,rm,rmSync,rmdir,rmdirSync,unlink,unlinkSync,truncate,truncateSync,chmod,chmodSync,chown,chownSync,lchown,lchmod,'
  // fs-extra
  + 'readJson,readJsonSync,readJSON,readJSONSync,writeJson,writeJsonSync,writeJSON,writeJSONSync,outputFile,outputFileSync,outputJson,outputJsonSync,outputJSON,outputJSONSync,remove,removeSync,emptyDir,emptyDirSync,emptydir,emptydirSync,ensureDir,ensureDirSync,ensureFile,ensureFileSync,createFile,createFileSync,mkdirs,mkdirsSync,mkdirp,mkdirpSync}';
const TWO_PATHS = '{rename,renameSync,copyFile,copyFileSync,cp,cpSync,link,linkSync,symlink,symlinkSync,copy,copySync,move,moveSync,ensureLink,ensureLinkSync,ensureSymlink,ensureSymlinkSync,createLink,createSymlink}';
const WRITES = '{writeFile,writeFileSync,appendFile,appendFileSync,createWriteStream,open,openSync,mkdir,mkdirSync,outputFile,outputFileSync,ensureDir,ensureDirSync,ensureFile,ensureFileSync,mkdirp,mkdirpSync,symlink,symlinkSync}';

const NOTE = 'the path of a file';
const file = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'path-traversal', note: NOTE });

/** Paths that files are read, written or deleted at. Asking whether a file exists is none. */
export const FILE_SINKS: readonly SinkRule[] = [
  file([`fs.${ONE_PATH}`], 'arg0'),
  file([`fs.${TWO_PATHS}`], 'arg0', 'arg1'),
  file(['Bun.{file,write}', 'Deno.{readFile,readFileSync,readTextFile,readTextFileSync,readDir,readDirSync,readLink,open,openSync,create,createSync,writeFile,writeFileSync,writeTextFile,writeTextFileSync,remove,removeSync,mkdir,mkdirSync,truncate,truncateSync}'], 'arg0'),
  file(['Deno.{rename,renameSync,copyFile,copyFileSync,link,linkSync,symlink,symlinkSync}'], 'arg0', 'arg1'),
  // Packages around fs.
  file([
    'rimraf', 'rimraf.{rimraf,rimrafSync,sync,native,nativeSync,moveRemove,manual,windows}', 'del', 'del.{sync,deleteAsync,deleteSync}', 'trash', 'mkdirp', 'mkdirp.{mkdirp,mkdirpSync,sync,manual,native}', 'make-dir', 'make-dir.{makeDirectory,makeDirectorySync,sync}', 'write-file-atomic', 'write-file-atomic.sync', 'write.{writeFile,sync}', 'steno.{writeFile,Writer}',
    'jsonfile.{readFile,readFileSync,writeFile,writeFileSync}', 'load-json-file', 'load-json-file.{loadJsonFile,loadJsonFileSync,sync}', 'write-json-file', 'write-json-file.{writeJsonFile,writeJsonFileSync,sync}', 'read-yaml-file', 'read-yaml-file.sync', 'write-yaml-file', 'line-reader.eachLine', 'n-readlines', 'read-last-lines.read', 'readdirp', 'readdirp.promise', 'walkdir', 'klaw', 'recursive-readdir', 'directory-tree',
    'xlsx.{readFile,readFileSync,writeFile,writeFileSync,writeFileXLSX}', 'exceljs..{readFile,writeFile}', 'docx4js.load', 'pdf2json..loadPDF', 'gray-matter.read', 'convert-excel-to-json', 'csvtojson()..fromFile', 'sharp..toFile', 'jimp.{read,Jimp.read}', 'jimp..{write,writeAsync}', 'canvas.loadImage', 'fluent-ffmpeg()..{save,saveToFile,output}', 'shelljs.{cat,cd,head,tail,ls,mkdir,rm,touch,find}', 'archiver()..{file,directory}', 'proper-lockfile.{lock,lockSync}', 'level', 'level.Level',
    'fs-jetpack..{read,readAsync,write,writeAsync,append,appendAsync,dir,dirAsync,file,fileAsync,list,listAsync,remove,removeAsync,createReadStream,createWriteStream}', 'vscode.workspace.fs.{readFile,writeFile,delete}', 'ssh2.Client().sftp().{readFile,writeFile,unlink}',
  ], 'arg0'),
  file(['del', 'del.{sync,deleteAsync,deleteSync}', 'trash', 'rimraf', 'rimraf.{rimraf,rimrafSync,sync}'], 'arg0.[]'),
  file(['express.Request().files..mv'], 'arg0'),
  file(['multer.Destination()'], 'arg1'),
  // Of the name that the sender gave, folders have been cut off before.
  { ...file(['multer.Filename()'], 'arg1'), from: ['request'] },
  file(['shelljs.{cp,mv,ln}', 'cpy', 'ncp', 'ncp.ncp', 'copyfiles', 'cp-file', 'cp-file.copyFile', 'move-file', 'move-file.{moveFile,moveFileSync}', 'fs-jetpack..{copy,copyAsync,move,moveAsync,rename}'], 'arg0', 'arg1'),
  file(['mammoth.{convertToHtml,extractRawText,convertToMarkdown}', 'textract.fromFileWithPath'], 'arg0.path'),
  file(['dotenv.config'], 'arg0.path'),
  file(['playwright..{screenshot,pdf}', 'puppeteer..{screenshot,pdf,captureHeapSnapshot}'], 'arg0.path'),
  file(['playwright..saveAs', 'playwright..storageState', 'playwright..uploadFile', 'puppeteer..uploadFile'], 'arg0', 'arg0.path'),
  // Of an element it is given files; of a page, which element it is about and then files.
  { ...file(['playwright..setInputFiles'], 'arg0', 'arg0.[]'), when: [{ place: 'arg1', absent: true }] },
  file(['playwright..setInputFiles'], 'arg1', 'arg1.[]'),
  // Files that are sent. With a root, these refuse to leave it.
  { ...file(['express.Response().{sendFile,sendfile}'], 'arg0'), when: [{ place: 'arg1.root', absent: true }] },
  { ...file(['express.Response().download'], 'arg0'), when: [{ place: 'arg1.root', absent: true }, { place: 'arg2.root', absent: true }] },
  { ...file(['send', '@fastify/send.send'], 'arg1'), when: [{ place: 'arg2.root', absent: true }] },
  file(['send', '@fastify/send.send'], 'arg2.root'),
  file(['express.Response().{sendFile,sendfile}'], 'arg1.root'),
  file(['express.Response().download'], 'arg2.root'),
  file(['koa-send', '@koa/send'], 'arg2.root'),
  { ...file(['koa-send', '@koa/send'], 'arg1'), when: [{ place: 'arg2.root', absent: true }] },
  file(['express.static', 'serve-static', 'koa-static', 'st', 'ecstatic'], 'arg0', 'arg0.root'),
  file(['fastify.FastifyReply().{sendFile,download}'], 'arg1', 'arg2'),
  file(['restify.plugins.serveStatic'], 'arg0.directory'),
  { ...file(['@hapi/hapi.ResponseToolkit().file'], 'arg0', 'arg0.path'), when: [{ place: 'arg1.confine', is: [false] }] },
  { ...file([], 'arg0'), method: ['sendFile', 'sendfile'], when: [{ place: 'arg1', absent: true }] },
  { ...file(['ejs.renderFile', '{pug,jade}.{renderFile,compileFile}', 'eta.renderFile', 'twig.renderFile', 'swig.{renderFile,compileFile}', 'nunjucks.render', 'nunjucks.{configure,Environment}().render', 'mustache-express()'], 'arg0'), note: 'the path of a template' },
  { ...file(['express.Response().render', 'koa.Context().render', 'fastify.FastifyReply().view'], 'arg0'), note: 'the path of a template' },
  // Where archives are unpacked to, and what is packed.
  file(['adm-zip', 'adm-zip().{addLocalFile,addLocalFolder,writeZip,extractAllTo,extractAllToAsync}'], 'arg0'),
  file(['adm-zip().extractEntryTo', 'extract-zip', 'decompress', 'compressing.{zip,tar,tgz,gzip}.uncompress', 'targz.decompress', 'node-stream-zip.async().extract', 'node-stream-zip().extract'], 'arg1', 'arg1.dir'),
  file(['tar.{x,extract,c,create,t,list,r,replace,u,update}'], 'arg0.cwd', 'arg0.C', 'arg0.file', 'arg0.f'),
  file(['tar.{c,create}'], 'arg1.[]'),
  file(['unzipper.Extract', 'unzip.Extract', 'unzip-stream.Extract', 'tar-fs.{extract,pack}'], 'arg0', 'arg0.path'),
  file(['unzipper.Open.file', 'yauzl.{open,openPromise}', 'yauzl-promise.open'], 'arg0'),
  // Names of entries of an archive that files are written at.
  { api: [`fs.${WRITES}`, 'Bun.write', 'Deno.{writeFile,writeTextFile,create,mkdir}', 'write-file-atomic', 'mkdirp'], places: ['arg0'], kind: 'zip-slip', note: 'the path of a file that is written', from: ['file'] },
  { api: ['tar.{x,extract}'], places: ['arg0.file', 'arg0.f'], kind: 'zip-slip', note: 'an archive that may write outside the folder it is unpacked in', when: [{ place: 'arg0.preservePaths', is: [true] }] },
  { api: ['tar.{x,extract}'], places: ['arg0.file', 'arg0.f'], kind: 'zip-slip', note: 'an archive that may write outside the folder it is unpacked in', when: [{ place: 'arg0.P', is: [true] }] },
];
