import { describe, expect, test } from '@jest/globals';
import { found, wanted, type Program } from '../support/flows';

/** What is written to programs that run their input, called later, or taken out of queues; each marked line is found, and nothing else. */
const HANDED: Readonly<Record<string, Program>> = {
  'to the input of a program, or later': `const express = require('express');
const { spawn, execFile } = require('child_process');
const app = express();
app.get('/a', (req, res) => {
  const sh = spawn('sh');
  sh.stdin.write(req.query.a); // ! command-injection
  sh.stdin.end('echo ' + req.query.b + '\\n'); // ! command-injection
  const bash = spawn('/bin/bash', ['-s']);
  bash.stdin.write('echo hello\\n');
  bash.stdin.write(\`echo \${req.query.c}\\n\`); // ! command-injection
  const cat = spawn('cat');
  cat.stdin.write(req.query.a);
  const script = spawn('bash', ['script.sh']);
  script.stdin.write(req.query.a);
  const ps = execFile('powershell.exe', ['-Command', '-']);
  ps.stdin.write(req.query.a); // ! command-injection
  const other = spawn('bash', ['-c', 'cat']);
  other.stdin.write(req.query.a);
});
app.get('/b', (req, res) => {
  const psql = spawn('psql', ['-d', 'shop']);
  psql.stdin.write("SELECT * FROM t WHERE name = '" + req.query.a + "'"); // ! sql-injection
  const lite = spawn('sqlite3', ['file.db']);
  lite.stdin.end(req.query.sql); // ! sql-injection
  const node = spawn('node');
  node.stdin.write(req.query.code); // ! code-injection
  const python = spawn('python3', ['-']);
  python.stdin.end('print(' + req.query.x + ')'); // ! code-injection
  const tool = spawn('python3', ['tool.py']);
  tool.stdin.write(req.query.code);
  const copy = spawn('psql', ['-c', 'COPY t FROM STDIN']);
  copy.stdin.write(req.query.rows);
});
app.get('/c', (req, res) => {
  spawn('python3', ['-c', req.query.code]); // ! code-injection
  spawn('node', ['-e', 'run(' + req.query.code + ')']); // ! code-injection
  setImmediate(run, req.query.a);
  setTimeout(run2, 10, 'x', req.query.a);
  process.nextTick((x) => spawn(x), req.query.a); // ! command-injection
  setTimeout((x) => spawn(x), 10, req.query.a); // ! command-injection
});
function run(x) { spawn(x); } // ! command-injection
function run2(y, x) { spawn(x); } // ! command-injection
`,
  'by queues': `import { Worker } from 'bullmq';
import Queue from 'bull';
import { exec } from 'node:child_process';
import amqp from 'amqplib';
import { Kafka } from 'kafkajs';
new Worker('q', async (job) => { exec(job.data.cmd); }); // ! command-injection
const queue = new Queue('q');
queue.process(async (job) => { exec(job.data.cmd); }); // ! command-injection
queue.process('named', 5, async (job) => { exec(job.data.cmd); }); // ! command-injection
async function main() {
  const channel = await (await amqp.connect('x')).createChannel();
  channel.consume('q', (msg) => { exec(JSON.parse(msg.content.toString()).cmd); }); // ! command-injection
  const consumer = new Kafka({}).consumer({ groupId: 'x' });
  await consumer.run({ eachMessage: async ({ message }) => { exec(message.value.toString()); } }); // ! command-injection
}
main();
`,
};

/** Ways that are not followed yet. */
const KNOWN_GAPS: Readonly<Record<string, Program>> = {
  'props of a page': { 'pages/x.tsx': `export async function getServerSideProps({ query, params }) { return { props: { html: query.html, other: 'x' } }; }
export default function Page({ html, other }) { return <div><p dangerouslySetInnerHTML={{ __html: html }} /><p dangerouslySetInnerHTML={{ __html: other }} /></div>; } // ! xss
` },
  'a function that says of itself that it is for the server': `import { exec } from 'node:child_process';\nexport async function act(x: string) { 'use server'; exec(x); } // ! command-injection\n`,
};

describe('what is handed on', () => {
  test.each(Object.entries(HANDED))('%s', (_, program) => {
    expect(found(program)).toEqual(wanted(program));
  });
  test.each(Object.entries(KNOWN_GAPS))('known gap: %s', (_, program) => {
    expect(found(program)).not.toEqual(wanted(program));
  });
});
