import type { EnvironmentVariable, SecretHit } from '../../facts/secrets';
import { isStandIn } from './addresses';
import { tellsSecret } from './names';

/** Most variables that are listed of one file. */
const MAX_VARIABLES = 500;

/** The variables of an environment file: names, lines and what kind of value each has. The values stay here. */
export function environmentVariables(text: string, hits: readonly SecretHit[]): readonly EnvironmentVariable[] {
  const secretLines = new Set(hits.map((hit) => hit.line));
  return text.split('\n').slice(0, 20_000).flatMap((raw, index) => {
    const match = /^\s*(?:export\s+)?([A-Za-z_][\w.-]{0,100})\s*=\s*(.*?)\s*$/.exec(raw.slice(0, 4096));
    if (!match) return [];
    const [, name = '', rest = ''] = match;
    const line = index + 1;
    return [{ name, line, telling: tellsSecret(name), value: secretLines.has(line) ? 'secret' as const : valueKind(unquote(rest)) }];
  }).slice(0, MAX_VARIABLES);
}

function valueKind(value: string): 'empty' | 'placeholder' | 'plain' {
  if (value === '') return 'empty';
  return isStandIn(value, '') || /^<|>$|^\[|\]$/.test(value) ? 'placeholder' : 'plain';
}

function unquote(value: string): string {
  const quoted = /^(["'`])(.*?)\1/.exec(value);
  if (quoted) return quoted[2] ?? '';
  return value.replace(/\s+#.*$/, '').replace(/^#.*$/, '').trim();
}
