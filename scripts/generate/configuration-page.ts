import { CONTROL_IDS, GATE_ITEM_IDS } from '../../src/checklist/ids';
import { CONFIGURATION_PATHS } from '../../src/config/choose';
import { GENERATED_NOTE, page, table } from './markdown';
import { configurationJsonSchema } from './schemas';
import type { Generated } from './generated';

/** The part of JSON Schema that the configuration uses. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly (string | number)[];
  readonly const?: string | number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/** docs/configuration.md: every key of the configuration, from its schema. */
export const configurationPage: Generated = {
  path: 'docs/configuration.md',
  render: () => page([GENERATED_NOTE, '# Configuration', INTRODUCTION, '## Keys', table(['Key', 'Value', 'Meaning'], rowsOf(configurationJsonSchema() as Schema, ''))]),
};

const INTRODUCTION = `The configuration stands in \`${CONFIGURATION_PATHS[0]}\`, or where the input \`config\` says. Without one the defaults count. A key that does not exist, a value of the wrong type and a key that stands twice are errors, and all of them are told at once.

Editors complete and check the file when its first line is

\`\`\`yaml
# yaml-language-server: $schema=https://raw.githubusercontent.com/mcp-publish-gate/mcp-publish-gate/v1/schema/config.schema.json
\`\`\`

The policy comes from the base of the pull request, so that a pull request cannot loosen the gate that judges it. Attestations and waivers come from the head of the same repository, and from the base for forks. Where an input of the action and the configuration both speak, the stricter wins.`;

/** One row for each key, those of objects and lists below it, in the order of the schema. */
function rowsOf(schema: Schema, path: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const here = path === '' ? key : `${path}.${key}`;
    const inner = value.type === 'array' ? value.items : value;
    const below = value.type === 'array' ? `${here}[]` : here;
    const required = schema.required?.includes(key) === true ? ' Required.' : '';
    const row = [`\`${here}\``, valueOf(value), `${value.description ?? value.items?.description ?? ''}${required}`];
    return isPerId(inner) ? [row] : [row, ...rowsOf(inner ?? {}, below)];
  });
}

/** Whether an object has a key for each id, which are listed on the page of the checklist and not here. */
function isPerId(schema: Schema | undefined): boolean {
  const keys = Object.keys(schema?.properties ?? {}).join();
  return keys === CONTROL_IDS.join() || keys === GATE_ITEM_IDS.join();
}

function valueOf(schema: Schema): string {
  if (schema.enum) return schema.enum.length > 8 ? 'an id' : schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.type === 'array') return `list of ${plural(schema.items)}`;
  if (isPerId(schema)) return `a mapping from id to ${valueOf(Object.values(schema.properties ?? {})[0] ?? {})}`;
  return NAMES[schema.type ?? ''] ?? schema.type ?? '';
}

const NAMES: Readonly<Record<string, string>> = { object: 'mapping', string: 'text', integer: 'whole number', boolean: '`true` or `false`' };

function plural(schema: Schema | undefined): string {
  const names: Readonly<Record<string, string>> = { object: 'mappings', string: 'texts', integer: 'whole numbers' };
  return schema?.enum ? 'ids' : (names[schema?.type ?? ''] ?? 'values');
}
