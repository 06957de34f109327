import { searched, seenAt } from '../../model/evidence';
import { control } from '../control';

/** On stdio nothing but the protocol is on standard output; over HTTP logs are JSON. */
export const structuredLogging = control({
  id: 'structured-logging',
  needs: ['logging', 'traits'],
  applies: ['logging'],
  exhaustive: true,
  messages: {
    stdout: {
      severity: 'fail', nature: 'defect',
      text: '`{by}` writes to standard output {when}, where the client reads protocol messages.',
      remedy: 'Write to standard error (`console.error`), to a file, or through the logging notifications of the protocol.',
    },
    plain: {
      severity: 'warn', nature: 'defect',
      text: 'A server that listens for HTTP logs with calls of the console, as text.',
      remedy: 'Use a logger that writes JSON, such as pino, so that entries can be searched and counted.',
    },
  },
  judge: ({ logging, traits }, say) => {
    const structured = logging.loggers.filter((logger) => logger.structured);
    const plain = traits.http.present && structured.length === 0 && logging.console.first;
    return {
      findings: [
        ...logging.stdoutWrites.map((write) => say('stdout', { at: write.location, data: { by: write.by, when: write.when } })),
        ...(plain ? [say('plain', { at: logging.console.first ?? { path: '', line: 1 } })] : []),
      ],
      evidence: [
        ...structured.map((logger) => seenAt(logger.location, `Logs are written as JSON by ${logger.name}.`)),
        ...logging.protocol.slice(0, 3).map((location) => seenAt(location, 'The server logs through the protocol.')),
        searched(looked(logging.console.count, logging.exempt, logging.stdoutWrites.length)),
      ],
    };
  },
});

/** What was looked at, for whoever does not know that standard output belongs to the protocol. */
function looked(calls: number, exempt: number, wrong: number): string {
  if (calls === 0 && exempt === 0) return 'Looked for calls that write to the console, and found none.';
  const found = wrong > 0 ? `${wrong} can write to standard output while the server speaks the protocol there` : 'none can write to standard output while the server speaks the protocol there';
  const rest = exempt === 0 ? '' : ` ${exempt} ${exempt === 1 ? 'writes' : 'write'} to standard output only elsewhere: in an HTTP mode, in another command, or before the program ends.`;
  return `Looked at ${calls} ${calls === 1 ? 'call that writes' : 'calls that write'} to the console: ${found}.${rest}`;
}
