import { CHECKLIST } from '../../../src/checklist/checklist';
import { httpServer, stdioServer } from '../../../src/checklist/examples';
import { fileUploadValidation } from '../../../src/controls/input-validation/file-upload-validation';
import { testControl } from '../../support/control-tester';

const MULTER = "import multer from 'multer';";
const FS = "import { writeFile } from 'node:fs/promises';";
const ZOD = "import { z } from 'zod';";
const route = "app.post('/images', upload.single('image'), (req, res) => {\n  res.json({ name: req.file?.filename });\n});";
const tool = (body: string, name = 'note'): string => `server.registerTool('${name}', { description: 'Keep a note.', inputSchema: { name: z.string(), text: z.string() } }, async ({ name, text }) => {\n  ${body}\n  return { content: [] };\n});`;

testControl(fileUploadValidation, {
  pass: {
    'the good example': { files: CHECKLIST['file-upload-validation'].good.files },
    'multer with a folder, which names files itself': { files: httpServer(["const upload = multer({ dest: '/data', limits: { fileSize: 1000 }, fileFilter: (req, file, done) => done(null, file.mimetype === 'image/png') });", route], { imports: MULTER }).files },
    'type told from the content in the handler': {
      files: httpServer(["const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 1000 } });", "app.post('/images', upload.single('image'), async (req, res) => {\n  const type = await fileTypeFromBuffer(req.file!.buffer);\n  if (type?.mime !== 'image/png') throw new Error('No.');\n  await writeFile(`/data/${randomUUID()}.png`, req.file!.buffer);\n  res.end();\n});"], { imports: [MULTER, FS, "import { randomUUID } from 'node:crypto';", "import { fileTypeFromBuffer } from 'file-type';"] }).files,
    },
    'a tool that is declared to write the file its caller names': { files: stdioServer(tool('await writeFile(name, text);', 'write_file').replace('Keep a note.', 'Write a file.'), { imports: [FS, ZOD] }).files, findings: ['declared src/index.ts:9'] },
    'a form that Hono reads': {
      files: { 'package.json': '{ "name": "notes-mcp", "dependencies": { "hono": "4" } }', 'src/index.ts': "import { Hono } from 'hono';\nimport { serve } from '@hono/node-server';\nimport { writeFile } from 'node:fs/promises';\nimport { randomUUID } from 'node:crypto';\nconst app = new Hono();\napp.post('/images', async (c) => {\n  const { image } = await c.req.parseBody();\n  if (image.size > 1000 || image.type !== 'image/png') return c.text('No.', 400);\n  await writeFile(`/data/${randomUUID()}`, Buffer.from(await image.arrayBuffer()));\n  return c.text('Yes.');\n});\nserve({ fetch: app.fetch, hostname: '0.0.0.0' });\n" },
    },
  },
  fail: {
    'the bad example': { files: CHECKLIST['file-upload-validation'].bad.files, findings: ['no-limit src/index.ts:9', 'no-type-check src/index.ts:9', 'client-name src/index.ts:12'] },
    'the sample of the article: a check that its library does not have': {
      files: httpServer("async function validateUpload(file: File): Promise<void> {\n  await checkFile(file, {\n    maxSize: 10 * 1024 * 1024,\n    allowedTypes: ['image/jpeg', 'image/png', 'application/pdf']\n  });\n}\napp.post('/images', async (req, res) => {\n  await validateUpload(req.body.file);\n  res.end();\n});", { imports: "import { checkFile } from 'express-validator';" }).files,
      findings: ['missing-check src/index.ts:10'],
    },
    'no limit': { files: httpServer(["const upload = multer({ dest: '/data', fileFilter: (req, file, done) => done(null, file.mimetype === 'image/png') });", route], { imports: MULTER }).files, findings: ['no-limit src/index.ts:9'] },
    'a filter that lets everything in': { files: httpServer(["const upload = multer({ dest: '/data', limits: { fileSize: 1000 }, fileFilter: (req, file, done) => done(null, true) });", route], { imports: MULTER }).files, findings: ['no-type-check src/index.ts:9'] },
    'a path that the caller names, over stdio': { files: stdioServer(tool('await writeFile(`/data/${name}`, text);'), { imports: [FS, ZOD] }).files, findings: ['uncontained src/index.ts:9'] },
    'a form of express-fileupload, moved under the name of the client': {
      files: httpServer(['app.use(fileUpload());', "app.post('/images', async (req, res) => {\n  const image = req.files!.image;\n  await image.mv('/data/' + image.name);\n  res.end();\n});"], { imports: "import fileUpload from 'express-fileupload';" }).files,
      findings: ['no-limit src/index.ts:9', 'no-type-check src/index.ts:9', 'client-name src/index.ts:13'],
    },
  },
  notApplicable: {
    'nothing is written': { files: stdioServer(tool('console.error(name, text);'), { imports: ZOD }).files },
    'a file of its own': { files: stdioServer(tool("await writeFile('/data/notes.txt', text);"), { imports: [FS, ZOD] }).files },
    'a path that is contained': { files: stdioServer(tool("const path = resolve('/data', name);\n  if (!path.startsWith('/data/')) throw new Error('No.');\n  await writeFile(path, text);"), { imports: [FS, ZOD, "import { resolve } from 'node:path';"] }).files },
  },
  knownGaps: {
    'bytes in the body of a request': { files: httpServer("app.put('/images', async (req, res) => {\n  await writeFile('/data/image', Buffer.from(req.body.image, 'base64'));\n  res.end();\n});", { imports: FS }).files, expected: 'fail', because: 'Only libraries that receive files, and forms, are known; bytes as text in a body are not told from other text.' },
  },
});
