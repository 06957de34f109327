import type { SinkRule } from '../rules';
import { CODE_SINKS } from './code';
import { FILE_SINKS } from './files';
import { REQUEST_SINKS } from './requests';
import { SHELL_SINKS } from './shell';
import { SQL_SINKS } from './sql';

/** Every place of a library's call that an untrusted value must not reach. */
export const SINKS: readonly SinkRule[] = [...SQL_SINKS, ...SHELL_SINKS, ...FILE_SINKS, ...REQUEST_SINKS, ...CODE_SINKS];
