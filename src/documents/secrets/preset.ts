import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretConfidence } from '../../facts/secrets';

/** A stretch of text that some rule takes for a credential; `end` is exclusive. */
export interface Suspect {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly confidence: SecretConfidence;
  readonly name?: string;
}

interface Entry {
  readonly kind: string;
  readonly confidence: SecretConfidence;
  /** Strings of which one must be in the text, in whatever case, for the rule to find anything. */
  readonly hints: readonly string[];
}

/**
 * The rules of secretlint's recommended preset that are used, by the last part of their id. Left out: `gcp`, which
 * opens files by itself (a service account's key is found by `privatekey`); `filter-comments`, by which a pull request
 * could silence its own findings; those whose tokens `patterns.ts` also looks inside of; and those of addresses with
 * passwords, which take a tutorial's password for a real one (`addresses.ts` does not).
 */
const USED: Readonly<Record<string, Entry>> = {
  aws: { kind: 'an AWS secret access key', confidence: 'certain', hints: ['access_key', 'accesskey'] },
  privatekey: { kind: 'a private key', confidence: 'certain', hints: ['PRIVATE KEY'] },
  npm: { kind: 'an npm access token', confidence: 'likely', hints: ['_authToken=', 'x-oauth-basic'] },
  sendgrid: { kind: 'a SendGrid API key', confidence: 'certain', hints: ['SG.'] },
  shopify: { kind: 'a Shopify token', confidence: 'certain', hints: ['shppa_', 'shpca_', 'shpat_', 'shpss_'] },
  linear: { kind: 'a Linear API key', confidence: 'likely', hints: ['lin_api_'] },
  '1password': { kind: 'a 1Password service account token', confidence: 'certain', hints: ['ops_ey'] },
};

/** Ids of preset rules that are in use; exported so that a test can hold the table against the preset. */
export const USED_RULES: readonly string[] = Object.keys(USED);

/** What the rules in use look for, to be searched for together with the hints of other patterns. */
export const PRESET_HINTS: readonly string[] = Object.values(USED).flatMap((entry) => entry.hints);

interface Rule {
  readonly meta: { readonly id: string };
  create(context: object, options: object): { file?(source: object): unknown };
}

/**
 * Runs the rules of secretlint over a text, in this process and without its runner: they are synchronous functions of
 * the text, and the runner's messages carry the credential, which must not leave this function.
 */
export function presetSuspects(path: string, text: string, present: ReadonlySet<string>): readonly Suspect[] {
  const found: Suspect[] = [];
  for (const rule of rules as unknown as readonly Rule[]) {
    const entry = USED[rule.meta.id.replace('@secretlint/secretlint-rule-', '')];
    if (!entry?.hints.some((hint) => present.has(hint))) continue;
    const context = {
      sharedOptions: {},
      createTranslator: () => () => ({ message: '', messageId: '', data: {} }),
      ignore: () => undefined,
      report: ({ range }: { readonly range: readonly [number, number] }) => {
        found.push({ start: range[0], end: range[1], kind: entry.kind, confidence: entry.confidence });
      },
    };
    rule.create(context, {}).file?.({ content: text, filePath: path, ext: '', contentType: 'text' });
  }
  return found;
}
