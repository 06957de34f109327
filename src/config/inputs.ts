import type { Fault, GateMode, Profile } from '../model/scorecard';
import type { PolicyInputs } from './load';
import { nearest } from './nearest';
import { quote } from './problems';
import { GATE_STRICTNESS, PROFILE_STRICTNESS } from './strictness';

/** Inputs as an event or a command line hands them over: text, empty when not given. */
export interface RawPolicyInputs {
  readonly profile?: string | undefined;
  readonly gate?: string | undefined;
  readonly config?: string | undefined;
}

export type ParsedInputs = { readonly ok: true; readonly inputs: PolicyInputs } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Checks the inputs that carry policy. An empty one says nothing; a wrong one is a fault, never a default. */
export function parsePolicyInputs(raw: RawPolicyInputs): ParsedInputs {
  const faults: Fault[] = [];
  const oneOf = <V extends string>(name: string, text: string | undefined, values: readonly V[]): V | undefined => {
    const given = text?.trim() ?? '';
    const value = values.find((candidate) => candidate === given);
    if (given !== '' && value === undefined) faults.push(wrong(name, given, values));
    return value;
  };
  const profile = oneOf<Profile>('profile', raw.profile, Object.keys(PROFILE_STRICTNESS) as Profile[]);
  const gate = oneOf<GateMode>('gate', raw.gate, Object.keys(GATE_STRICTNESS) as GateMode[]);
  const config = normalPath(raw.config?.trim() ?? '');
  if (config === null) faults.push({ kind: 'configuration', message: `The input \`config\` is ${quote(raw.config)}, which is no path inside the repository.`, remedy: 'Give a path relative to the root of the repository.' });
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, inputs: { ...(profile && { profile }), ...(gate && { gate }), ...(config !== null && config !== '' && { config }) } };
}

function wrong(name: string, given: string, values: readonly string[]): Fault {
  const meant = nearest(given, values);
  return {
    kind: 'configuration',
    message: `The input \`${name}\` is ${quote(given)}, which is not one of its values.`,
    remedy: meant === undefined ? `Use one of ${values.map((value) => `\`${value}\``).join(', ')}.` : `Did you mean \`${meant}\`?`,
  };
}

/** The path without `./` and doubled slashes; null when it leaves the repository. */
function normalPath(path: string): string | null {
  const segments = path.split(/[\\/]+/).filter((segment) => segment !== '.' && segment !== '');
  if (/^[\\/]|^[A-Za-z]:/.test(path) || segments.includes('..')) return null;
  return segments.join('/');
}
