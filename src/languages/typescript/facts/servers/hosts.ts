import type { HostBinding, Listener } from '../../../../facts/http';
import type { Analysis } from '../../../../flow/analyse';
import { NO_NODE, type NodeId } from '../../../../model/flow-graph';
import type { Location } from '../../../../model/location';
import { literalsAt, memberAt, pathsAt, textAt } from '../query';

const PLATFORM: HostBinding = { reach: 'beyond', by: 'platform' };

/** A listener that a platform provides at a place of the code. */
export function platformListener(location: Location): Listener {
  return { location, host: PLATFORM, protocol: 'http', mode: [], shortLived: false };
}

/** What a library does where nobody names a host. */
export type DefaultHost = 'all' | 'loopback';

/** The address behind a node, by its default: the literal that stands for a missing setting, else the library's own. */
export function bindingOf(analysis: Analysis, node: NodeId | undefined, unset: DefaultHost): HostBinding {
  if (node === undefined) return byDefault(unset);
  const paths = pathsAt(analysis, node);
  const declared = paths.flatMap((path) => declaredDefault(analysis, settingName(path)) ?? []);
  const hosts = [...literalsAt(analysis, node), ...declared].filter((value): value is string => typeof value === 'string');
  const setting = paths.find((path) => settingName(path) !== undefined);
  const configured = setting === undefined ? {} : { configuredBy: setting.slice(0, 80) };
  const chosen = hosts.find(isLoopbackHost) ?? hosts[0];
  // `cond ? '0.0.0.0' : '127.0.0.1'`: somebody has to ask for the first.
  if (chosen !== undefined) return { reach: isLoopbackHost(chosen) ? 'loopback' : 'beyond', by: 'literal', text: chosen, ...configured };
  if (paths.length > 0 && paths.every((path) => /^(process\.env|Bun\.env|Deno\.env\.get\(\)|import\.meta\.env)(\.|$)/.test(path))) return { ...byDefault(unset), ...configured };
  if (node === NO_NODE) return byDefault(unset);
  return { reach: 'unknown', by: 'computed', ...configured };
}

function byDefault(unset: DefaultHost): HostBinding {
  return { reach: unset === 'all' ? 'beyond' : 'loopback', by: 'default' };
}

/** Whether other machines cannot reach a server that listens here. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|\[?::ffff:127\.\d+\.\d+\.\d+\]?)$/i.test(host.trim());
}

/** The name under which a setting is looked up: the variable of the environment, the option of a command line, the field of a parsed configuration. */
function settingName(path: string): string | undefined {
  const last = path.slice(path.lastIndexOf('.') + 1);
  return path.includes('.') && /^[\w-]+$/.test(last) ? last : undefined;
}

/** The default that a declaration of the setting gives: an option of a command line, or a field of a schema. */
export function declaredDefault(analysis: Analysis, name: string | undefined): string | number | boolean | undefined {
  if (name === undefined) return undefined;
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  for (const call of analysis.program.calls) {
    if (!/^(option|requiredOption|options|parseArgs|addOption)$/.test(call.name)) continue;
    const [first, second] = call.args;
    const text = textAt(analysis, first);
    if (text !== undefined && new RegExp(`(^|[\\s,-])(--)?${escape(flag)}([\\s,=<[]|$)|^${escape(name)}$`).test(text)) {
      const given = literalsAt(analysis, call.args[2]).at(0) ?? literalsAt(analysis, memberAt(analysis, second, 'default')).at(0);
      if (given !== undefined) return given;
    }
    const table = memberAt(analysis, first, 'options') ?? first;
    const given = literalsAt(analysis, memberAt(analysis, memberAt(analysis, table, name, flag), 'default')).at(0);
    if (given !== undefined) return given;
  }
  return schemaDefault(analysis, name);
}

/** Libraries that declare settings as a schema. */
const SCHEMAS = /^(?:zod|valibot|yup|joi|envalid|superstruct|arktype|@sinclair\/typebox|@t3-oss\/)/;

/** `HOST: z.string().default('127.0.0.1')` in a schema of settings. */
function schemaDefault(analysis: Analysis, name: string): string | number | boolean | undefined {
  const { program } = analysis;
  for (const store of program.stores) {
    if (!store.init || store.prop !== name || !pathsAt(analysis, store.from).some((path) => SCHEMAS.test(path))) continue;
    let call = program.calls[program.callByResult.get(store.from) ?? -1];
    for (let i = 0; i < 8 && call; i++) {
      const given = /^(default|catch|prefault)$/.test(call.name) ? literalsAt(analysis, call.args[0]).at(0) : undefined;
      if (given !== undefined) return given;
      call = program.calls[program.callByResult.get(call.recv) ?? -1];
    }
  }
  return undefined;
}

function escape(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}
