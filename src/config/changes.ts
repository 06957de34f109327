import type { PolicyChange } from '../model/scorecard';
import { policyOf, targetOf } from './effective';
import type { Configuration } from './schema';
import { GATE_STRICTNESS, PROFILE_STRICTNESS } from './strictness';

/** One thing that a configuration says. A smaller `strictness` lets more through; `absent` is that of not saying it. */
interface Statement {
  readonly key: string;
  readonly text: string;
  readonly strictness: number;
  readonly absent: number;
}

const NOT_SET = 'not set';

/**
 * Every difference between two configurations, with whether it would let more through. An absent file is `{}`.
 * Whatever cannot be ranked, such as a narrower `include`, counts as loosening.
 */
export function policyChanges(before: Configuration, after: Configuration): PolicyChange[] {
  const old = statementsOf(before);
  const now = statementsOf(after);
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
  return [...keys.flatMap((key) => changeOf(old.get(key), now.get(key))), ...includeChange(before.include, after.include)];
}

function changeOf(before: Statement | undefined, after: Statement | undefined): PolicyChange[] {
  const either = before ?? after;
  if (!either || before?.text === after?.text) return [];
  const [from, to] = [before ?? silence(either), after ?? silence(either)];
  return [{ key: either.key, before: from.text, after: to.text, loosens: to.strictness < from.strictness }];
}

function silence(statement: Statement): Statement {
  return { ...statement, text: NOT_SET, strictness: statement.absent };
}

function statementsOf(configuration: Configuration): ReadonlyMap<string, Statement> {
  const scalars = [...scalarStatements(configuration), ...levelStatements(configuration), ...claimStatements(configuration)];
  // Members of a set are told apart by what they say: changing one is taking one away and adding another.
  const members = setStatements(configuration);
  return new Map([...scalars.map((one) => [one.key, one] as const), ...members.map((one) => [`${one.key} ${one.text}`, one] as const)]);
}

function scalarStatements(configuration: Configuration): Statement[] {
  const { profile, gate } = configuration;
  const lifetime = configuration.controls?.['jwt-expiration']?.maxTokenLifetime;
  return [
    ...(profile === undefined ? [] : [{ key: 'profile', text: profile, strictness: PROFILE_STRICTNESS[profile], absent: PROFILE_STRICTNESS.standard }]),
    ...(gate === undefined ? [] : [{ key: 'gate', text: gate, strictness: GATE_STRICTNESS[gate], absent: GATE_STRICTNESS.head }]),
    ...(lifetime === undefined ? [] : [{ key: 'controls.jwt-expiration.maxTokenLifetime', text: lifetime, strictness: -policyOf(configuration).settings.maxTokenLifetime, absent: -policyOf().settings.maxTokenLifetime }]),
  ];
}

function levelStatements({ levels }: Configuration): Statement[] {
  return (['items', 'controls'] as const).flatMap((group) =>
    Object.entries(levels?.[group] ?? {}).map(([id, level]) => ({ key: `levels.${group}.${id}`, text: String(level), strictness: level === 'required' ? 2 : 0, absent: 1 })));
}

function setStatements({ exclude, flow }: Configuration): Statement[] {
  const member = (key: string, value: unknown, guards: boolean): Statement => ({ key, text: typeof value === 'string' ? value : JSON.stringify(value), strictness: guards ? 1 : 0, absent: guards ? 0 : 1 });
  return [
    ...(exclude ?? []).map((pattern) => member('exclude', pattern, false)),
    ...(flow?.sources ?? []).map((source) => member('flow.sources', source, true)),
    ...(flow?.sinks ?? []).map((sink) => member('flow.sinks', sink, true)),
    ...(flow?.sanitizers ?? []).map((sanitizer) => member('flow.sanitizers', sanitizer, false)),
    ...(flow?.guards ?? []).map((guard) => member('flow.guards', guard, false)),
  ];
}

function claimStatements({ attestations, waivers }: Configuration): Statement[] {
  const statement = (list: string, entry: { readonly expires: string; readonly reason: string } & Parameters<typeof targetOf>[0]): Statement => {
    const { kind, id } = targetOf(entry);
    return { key: `${list}.${kind}.${id}`, text: `until ${entry.expires}: ${entry.reason}`, strictness: -Number(entry.expires.replaceAll('-', '')), absent: 0 };
  };
  return [...(attestations ?? []).map((entry) => statement('attestations', entry)), ...(waivers ?? []).map((entry) => statement('waivers', entry))];
}

function includeChange(before: readonly string[] | undefined, after: readonly string[] | undefined): PolicyChange[] {
  const text = (list: readonly string[] | undefined): string => list?.join(', ') ?? NOT_SET;
  if (text(before) === text(after)) return [];
  const narrows = after !== undefined && (before === undefined || before.some((pattern) => !after.includes(pattern)));
  return [{ key: 'include', before: text(before), after: text(after), loosens: narrows }];
}
