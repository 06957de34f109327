import { parse } from 'yaml';
import { z } from 'zod';
import { table } from './markdown';

/** The part of action.yml that the tables are made from. */
const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), required: z.boolean().optional(), default: z.union([z.string(), z.number(), z.boolean()]).optional() })),
  outputs: z.record(z.string(), z.object({ description: z.string() })),
});

/** Tables of the inputs and outputs of an action, from the text of its action.yml. Throws when it is of another shape. */
export function actionTables(yaml: string): { readonly inputs: string; readonly outputs: string } {
  const action = actionSchema.parse(parse(yaml));
  return {
    inputs: table(['Input', 'Default', 'Meaning'], Object.entries(action.inputs).map(([name, input]) => [
      `\`${name}\``,
      input.required === true ? 'required' : input.default === undefined || input.default === '' ? '' : `\`${String(input.default)}\``,
      oneLine(input.description),
    ])),
    outputs: table(['Output', 'Meaning'], Object.entries(action.outputs).map(([name, output]) => [`\`${name}\``, oneLine(output.description)])),
  };
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}
