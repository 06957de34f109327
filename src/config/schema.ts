import { z } from 'zod';
import { FLOW_KIND_IDS } from '../model/flow-kind';
import { CONTROL_IDS, GATE_ITEM_IDS } from '../checklist/ids';
import { globProblem } from './glob';

/**
 * The shape of `.github/mcp-publish-gate.yml`. Every key has a description: docs/configuration.md and the schema for
 * editors are generated from it. Objects are strict, so that a misspelt key is an error and never ignored. Nothing
 * is transformed or defaulted here: what a missing key means is decided in `effective.ts`.
 */

const DURATION = /^[1-9]\d{0,5}(?:s|m|h|d)$/;
const level = z.enum(['required', 'recommended']);
const date = z.iso.date('It must be a day that exists, written as YYYY-MM-DD').describe('A day as YYYY-MM-DD.');
const line = z.string().trim().min(1).max(500);
const reason = line.min(10).describe('Why, in a sentence of at least ten characters. It is shown on the scorecard.');
const kind = z.enum(FLOW_KIND_IDS);
const api = z
  .string()
  .max(200)
  .regex(/^(?:(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~/$-]*|(?:\.\/[^#\s]+)?#[\w$]+(?:\.[\w$]+)?)$/, 'It must be a package and the members that lead to the function, such as `mylib.query` or `@acme/db/client.Pool.run`, or a function of the repository by file and name, such as `./src/text.ts#quoted`, `./src/pool.ts#Pool.run` or `#quoted` in any file')
  .describe('A package and the members that lead to the function, such as `mylib.query` or `@acme/db/client.Pool.run`; or a function of the repository by file and name, such as `./src/text.ts#quoted`, `./src/pool.ts#Pool.run` for a method, or `#quoted` in any file.');
const glob = z
  .string()
  .min(1)
  .max(200)
  .superRefine((pattern, context) => {
    const problem = globProblem(pattern);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  })
  .describe('A path pattern from the root of the repository: `*`, `**`, `?`, `[abc]` and `{a,b}`.');

/** An object with one optional key for each id, so that an unknown id is found and a near one suggested. */
function perId<const I extends readonly string[], V extends z.ZodType>(ids: I, value: V) {
  const shape = Object.fromEntries(ids.map((id) => [id, value.optional()])) as { [K in I[number]]: z.ZodOptional<V> };
  return z.strictObject(shape);
}

const gateItem = z.enum(GATE_ITEM_IDS).describe('A row of the pre-publish checklist, by id.');
const control = z.enum(CONTROL_IDS).describe('A control, by id.');

const attestation = z
  .strictObject({
    item: gateItem.optional(),
    control: control.optional(),
    by: line.describe('Who signs.'),
    reason,
    evidence: z.url({ protocol: /^https$/, error: 'It must be a link that begins with https://' }).max(500).describe('An https link to what shows it: a report, a dashboard, a review.'),
    date: date.describe('The day of signature, YYYY-MM-DD.'),
    expires: date.describe('The last day on which it counts, YYYY-MM-DD.'),
  })
  .describe('A person\'s word on one item or control that no machine could verify. It settles `unverified` and nothing else.');

const waiver = z
  .strictObject({
    item: gateItem.optional(),
    control: control.optional(),
    finding: z.string().regex(/^[0-9a-f]{20}$/, 'It must be a fingerprint as the scorecard shows it: 20 digits from 0-9 and a-f').optional().describe('The fingerprint of one finding, as the scorecard shows it.'),
    reason,
    owner: line.describe('Who answers for it.'),
    expires: date.describe('The last day on which it counts, YYYY-MM-DD.'),
  })
  .describe('A failure that is accepted for a time: of one finding, one control or one item. It settles `fail` and nothing else.');

const flow = z.strictObject({
  sources: z
    .array(z.strictObject({ api, from: z.enum(['return', 'callback']).optional().describe('Whether the untrusted value is what the call returns (the default) or what it hands to a callback.') }))
    .max(200).optional().describe('Functions whose value comes from outside.'),
  sinks: z
    .array(z.strictObject({ api, kind: kind.describe('The class of the finding.'), arguments: z.array(z.int().min(0).max(20)).min(1).max(20).optional().describe('Positions of the dangerous arguments, from 0; all of them when absent.') }))
    .max(200).optional().describe('Functions that untrusted values must not reach.'),
  sanitizers: z
    .array(z.strictObject({ api, kinds: z.array(kind).min(1).describe('The classes of finding for which the result is harmless.') }))
    .max(200).optional().describe('Functions whose result is harmless.'),
  guards: z
    .array(z.strictObject({ api, kinds: z.array(kind).min(1).describe('The classes of finding that a value which passed can no longer cause.'), argument: z.int().min(0).max(20).optional().describe('Position of the value that is tested, from 0, which is the default.'), safeWhen: z.enum(['true', 'false']).optional().describe('Whether the value is safe where the function returns something true (the default) or something false. One that throws is safe wherever it returns, and needs the default.') }))
    .max(200).optional().describe('Functions that test a value: they return a boolean, or throw.'),
});

export const configSchema = z
  .strictObject({
    version: z.literal(1).optional().describe('The version of this format. There is only 1.'),
    profile: z.enum(['minimal', 'standard', 'strict']).optional()
      .describe('How much is required. `minimal` blocks only on what was found wrong at a place in the code, `standard` on every required item of the checklist, `strict` makes every item required. The default is `standard`.'),
    gate: z.enum(['head', 'changes']).optional()
      .describe('`head` blocks on a required item that does not pass at the head commit. `changes` blocks only on what the pull request introduces or makes worse. The default is `head`.'),
    levels: z
      .strictObject({
        items: perId(GATE_ITEM_IDS, level).optional().describe('Rows of the pre-publish checklist, by id.'),
        controls: perId(CONTROL_IDS, level).optional().describe('Controls, by id.'),
      })
      .optional().describe('Raises or lowers the level of single items and controls: `required` or `recommended`. It wins over the profile.'),
    controls: z
      .strictObject({
        'jwt-expiration': z
          .strictObject({ maxTokenLifetime: z.string().regex(DURATION, 'It must be a whole number and a unit, such as `15m`, `12h` or `7d`').optional().describe('The longest lifetime of an access token that is accepted, such as `15m`, `12h` or `7d`. The default is `1d`.') })
          .optional().describe('Settings of the control `jwt-expiration`.'),
      })
      .optional().describe('Settings of single controls.'),
    include: z.array(glob).min(1).max(100).optional().describe('Only files that match one of these patterns are read. The default is every file.'),
    exclude: z.array(glob).max(100).optional().describe('Files that match one of these patterns are not read.'),
    flow: flow.optional().describe('What the data flow should know of libraries, and of functions of the repository, that it does not know by itself.'),
    attestations: z.array(attestation).max(200).optional().describe('What people sign for.'),
    waivers: z.array(waiver).max(200).optional().describe('Failures that are accepted for a time.'),
  })
  .describe('Configuration of mcp-publish-gate, usually `.github/mcp-publish-gate.yml`.');

/** A configuration as its file says it. */
export type Configuration = z.infer<typeof configSchema>;
export type AttestationEntry = z.infer<typeof attestation>;
export type WaiverEntry = z.infer<typeof waiver>;

/** Keys that a later version will give a meaning. Using one is an error, so that nobody believes that it has an effect. */
export const RESERVED_KEYS: Readonly<Record<string, string>> = {
  evidence: 'It is reserved for reports of tests and load tests (`evidence.tests.junit` and the like), which this version does not read',
};
