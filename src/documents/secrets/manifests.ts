import { isStandIn } from './addresses';
import { isRandom } from './placeholder';
import type { Suspect } from './preset';

/** Credentials that only the form of their file gives away: Kubernetes secrets, `.netrc`, `.pgpass`. */
export function manifestSuspects(path: string, text: string): readonly Suspect[] {
  if (/\.ya?ml$/i.test(path) && /^kind:\s*["']?Secret["']?\s*$/m.test(text)) return kubernetesSecrets(text);
  if (/(^|\/)[._]netrc$/.test(path)) return matches(text, /\bpassword\s+(\S{6,200})/g, 'a password of a .netrc file');
  if (/(^|\/)\.pgpass$/.test(path)) return matches(text, /^[^#\n:]+:[^:\n]*:[^:\n]*:[^:\n]*:(\S{4,200})$/gm, 'a database password');
  return [];
}

/** Values under `data:` and `stringData:` of manifests of kind Secret; in `data` they are base64, which hides nothing. */
function kubernetesSecrets(text: string): readonly Suspect[] {
  const found: Suspect[] = [];
  const lines = text.split('\n');
  let offset = 0;
  let secret = false;
  let block: 'data' | 'stringData' | undefined;
  for (const line of lines) {
    if (/^---/.test(line)) secret = false;
    if (/^kind:/.test(line)) secret = /^kind:\s*["']?Secret["']?\s*$/.test(line);
    if (/^\S/.test(line)) block = /^(data|stringData):\s*$/.exec(line)?.[1] as typeof block;
    const entry = block && /^(\s+)([\w.-]+):\s*(["']?)([^\s"'#]{6,4096})\3\s*(?:#.*)?$/.exec(line);
    if (secret && entry) {
      const [, indent = '', name = '', quote = '', raw = ''] = entry;
      const value = block === 'data' ? Buffer.from(raw, 'base64').toString('latin1') : raw;
      const start = offset + line.indexOf(raw, indent.length + name.length + 1 + quote.length);
      if (tellsSecret(name, value)) found.push({ start, end: start + raw.length, kind: 'a value of a Kubernetes secret', confidence: 'likely', name });
    }
    offset += line.length + 1;
  }
  return found;
}

function tellsSecret(name: string, value: string): boolean {
  if (isStandIn(value.trim(), '') || /^(true|false|\d{1,6}|https?:\/\/[^@]*)$/.test(value.trim())) return false;
  return /secret|token|passw|pwd|key|credential|dsn|_url$|auth/i.test(name) || isRandom(value.trim());
}

function matches(text: string, pattern: RegExp, kind: string): readonly Suspect[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const value = match[1] ?? '';
    if (isStandIn(value, '')) return [];
    const start = match.index + match[0].lastIndexOf(value);
    return [{ start, end: start + value.length, kind, confidence: 'likely' as const }];
  });
}
