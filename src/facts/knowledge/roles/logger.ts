import type { ApiPattern } from '../rules';

/** A logging library: what makes a logger, in what form it writes, and to which stream by default. */
export interface LoggerRole {
  readonly api: readonly ApiPattern[];
  readonly name: string;
  /** Entries are written as JSON. */
  readonly structured: boolean;
  /** Where entries go when nothing else is said. */
  readonly stream: 'stdout' | 'stderr' | 'none';
}

export const LOGGER_ROLES: readonly LoggerRole[] = [
  { api: ['pino', 'pino.pino'], name: 'pino', structured: true, stream: 'stdout' },
  { api: ['winston.createLogger'], name: 'winston', structured: true, stream: 'none' },
  { api: ['bunyan.createLogger'], name: 'bunyan', structured: true, stream: 'stdout' },
  { api: ['log4js.getLogger'], name: 'log4js', structured: false, stream: 'stdout' },
  { api: ['tslog.Logger'], name: 'tslog', structured: false, stream: 'stdout' },
  { api: ['consola.createConsola'], name: 'consola', structured: false, stream: 'stdout' },
  { api: ['signale.Signale'], name: 'signale', structured: false, stream: 'stdout' },
  { api: ['roarr.Roarr'], name: 'roarr', structured: true, stream: 'stdout' },
  { api: ['@logtape/logtape.configure'], name: 'LogTape', structured: true, stream: 'none' },
  { api: ['@aws-lambda-powertools/logger.Logger'], name: 'Powertools Logger', structured: true, stream: 'stdout' },
];

/** Calls that write to standard output, whatever is said. */
export const STDOUT_WRITES: readonly ApiPattern[] = ['console.{log,info,debug,table,dir,dirxml,group,groupCollapsed,count,timeEnd,timeLog}', 'process.stdout.{write,end}', 'Deno.stdout.{write,writeSync}'];

/** Calls that write to standard error, where a stdio server may write what it likes. */
export const STDERR_WRITES: readonly ApiPattern[] = ['console.{error,warn,trace,assert}', 'process.stderr.{write,end}'];
