import type { SinkRule } from '../rules';
import { CODE_SINKS } from './code';
import { DESERIALIZATION_SINKS } from './deserialization';
import { FILE_SINKS } from './files';
import { HEADER_SINKS } from './headers';
import { HTML_SINKS } from './html';
import { LOG_SINKS } from './logs';
import { NOSQL_SINKS } from './nosql';
import { POLLUTION_SINKS } from './pollution';
import { REDIRECT_SINKS } from './redirects';
import { REGEX_SINKS } from './regex';
import { REQUEST_SINKS } from './requests';
import { SHELL_SINKS } from './shell';
import { SQL_SINKS } from './sql';
import { TEMPLATE_SINKS } from './templates';
import { XML_SINKS } from './xml';

/** Every place of a library's call that an untrusted value must not reach. */
export const SINKS: readonly SinkRule[] = [
  ...SQL_SINKS, ...SHELL_SINKS, ...FILE_SINKS, ...REQUEST_SINKS, ...CODE_SINKS, ...TEMPLATE_SINKS, ...NOSQL_SINKS, ...DESERIALIZATION_SINKS,
  ...POLLUTION_SINKS, ...REGEX_SINKS, ...REDIRECT_SINKS, ...HEADER_SINKS, ...XML_SINKS, ...HTML_SINKS, ...LOG_SINKS,
];
