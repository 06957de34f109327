import { createGenerator } from 'ts-json-schema-generator';
import { z } from 'zod';
import { configSchema } from '../../src/config/schema';
import type { Generated } from './generated';

const BASE = 'https://raw.githubusercontent.com/mcp-publish-gate/mcp-publish-gate/v1/schema';

/** schema/config.schema.json: what an editor checks `.github/mcp-publish-gate.yml` with. Draft 7 is what editors read. */
export const configurationSchema: Generated = {
  path: 'schema/config.schema.json',
  render: () => json({ ...configurationJsonSchema(), $id: `${BASE}/config.schema.json`, title: 'Configuration of mcp-publish-gate' }),
};

/** schema/scorecard.schema.json: the shape of the scorecard, made from the types of the model. New fields are allowed, as within a version. */
export const scorecardSchema: Generated = {
  path: 'schema/scorecard.schema.json',
  render: () => {
    const generator = createGenerator({ path: 'src/model/scorecard.ts', type: 'Scorecard', tsconfig: 'tsconfig.json', topRef: false, skipTypeCheck: true, additionalProperties: true });
    return json({ $id: `${BASE}/scorecard.schema.json`, title: 'Scorecard of mcp-publish-gate', ...generator.createSchema('Scorecard') });
  },
};

/** The schema of the configuration as JSON Schema, before it gets an address. */
export function configurationJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
