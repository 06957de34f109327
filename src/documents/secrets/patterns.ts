import type { SecretConfidence } from '../../facts/secrets';
import { crc62Holds, crcHexHolds, isDiscordToken, isLiveJwt, isPrivateKey } from './checks';

/** The form of one provider's credential. */
export interface SecretPattern {
  /** Completes "This is …". */
  readonly kind: string;
  /** Strings of which one must be in the file for the pattern to be tried: a search for them is far cheaper. */
  readonly hints: readonly string[];
  /** Global; group 1, where there is one, is the credential. All repetitions are bounded. */
  readonly pattern: RegExp;
  readonly confidence: SecretConfidence;
  /** Looks inside: the confidence that a match deserves, or undefined to drop it. */
  readonly check?: (value: string) => SecretConfidence | undefined;
}

const certainIf = (holds: (value: string) => boolean, otherwise?: SecretConfidence) => (value: string): SecretConfidence | undefined =>
  holds(value) ? 'certain' : otherwise;

/** Left and right edges of a token: neither side may go on with a character that tokens are made of. */
function token(prefix: string, body: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9_-])(${prefix}${body})(?![A-Za-z0-9_-])`, 'g');
}

/** A provider whose tokens begin with `prefix`. */
function of(kind: string, prefix: string, body: string, confidence: SecretConfidence = 'likely'): SecretPattern {
  const literals = prefix.split(/\[[^\]]*\]|\(\?:[^)]*\)|\\./).sort((a, b) => b.length - a.length);
  return { kind, hints: [literals[0] ?? prefix], pattern: token(prefix, body), confidence };
}

/**
 * What the rule set of secretlint does not know, or knows without looking inside. Forms come from the providers' own
 * pages. Keys for test modes and keys that are public by design (publishable, anonymous, client) are left out.
 */
export const PATTERNS: readonly SecretPattern[] = [
  // Clouds
  { kind: 'an AWS access key id', hints: ['AKIA', 'ASIA'], pattern: /(?<![A-Za-z0-9/+=])((?:AKIA|ASIA)[A-Z2-7]{16})(?![A-Za-z0-9/+=])/g, confidence: 'likely' },
  { kind: 'a Google API key', hints: ['AIza'], pattern: token('AIza', '[A-Za-z0-9_-]{35}'), confidence: 'likely' },
  of('a Google OAuth client secret', 'GOCSPX-', '[A-Za-z0-9_-]{28}'),
  { kind: 'a Google OAuth refresh token', hints: ['1//0'], pattern: /(?<![\w/])(1\/\/0[A-Za-z0-9_-]{40,120})(?![\w-])/g, confidence: 'likely' },
  { kind: 'an Azure storage account key', hints: ['AccountKey='], pattern: /AccountKey=([A-Za-z0-9+/]{86}==)/g, confidence: 'certain' },
  { kind: 'an Azure shared access key', hints: ['SharedAccessKey='], pattern: /SharedAccessKey=([A-Za-z0-9+/]{43}=)/g, confidence: 'certain' },
  { kind: 'a Microsoft Entra client secret', hints: ['Q~'], pattern: /(?<![\w.~-])([A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34})(?![\w~-])/g, confidence: 'likely' },
  { kind: 'an Azure DevOps token', hints: ['AZDO'], pattern: /(?<![A-Za-z0-9])([A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4})(?![A-Za-z0-9])/g, confidence: 'certain' },
  of('a DigitalOcean token', 'do[opr]_v1_', '[0-9a-f]{64}', 'certain'),
  of('a Heroku API key', 'HRKU-', '(?:AA[A-Za-z0-9_-]{58}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})', 'certain'),
  of('a Netlify token', 'nfp_', '[A-Za-z0-9]{36}'),
  of('a Fly.io token', 'fo1_', '[A-Za-z0-9_-]{43}'),
  of('a Render API key', 'rnd_', '[A-Za-z0-9]{28,32}'),
  of('a Databricks token', 'dapi', '[0-9a-f]{32}(?:-\\d)?'),
  // Code hosts and registries
  { kind: 'a GitHub token', hints: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], pattern: token('gh[pousr]_', '[A-Za-z0-9]{36}'), confidence: 'likely', check: certainIf(crc62Holds, 'likely') },
  of('a GitHub fine-grained token', 'github_pat_', '[A-Za-z0-9]{22}_[A-Za-z0-9]{59}', 'certain'),
  of('a GitLab token', 'glpat-', '[A-Za-z0-9_-]{20,64}(?:\\.[0-9a-z.]{2,20})?'),
  { kind: 'a GitLab token', hints: ['gldt-', 'glrt-', 'glptt-', 'glcbt-', 'glsoat-'], pattern: token('gl(?:dt|rt|ptt|cbt|soat)-', '[A-Za-z0-9_-]{20,64}'), confidence: 'likely' },
  { kind: 'an npm access token', hints: ['npm_'], pattern: token('npm_', '[A-Za-z0-9]{36}'), confidence: 'likely', check: certainIf(crc62Holds, 'likely') },
  of('a PyPI token', 'pypi-AgEIcHlwaS5vcmc', '[A-Za-z0-9_-]{50,300}', 'certain'),
  of('a RubyGems key', 'rubygems_', '[0-9a-f]{48}', 'certain'),
  of('a Docker Hub token', 'dckr_pat_', '[A-Za-z0-9_-]{27}'),
  { kind: 'a registry password', hints: ['"auth"'], pattern: /"auth"\s{0,4}:\s{0,4}"([A-Za-z0-9+/]{16,400}={0,2})"/g, confidence: 'likely', check: (value) => (/^[\x21-\x7e]+:[\x20-\x7e]{4,}$/.test(Buffer.from(value, 'base64').toString('latin1')) ? 'likely' : undefined) },
  // Models and search
  { kind: 'an OpenAI API key', hints: ['T3BlbkFJ'], pattern: /(?<![A-Za-z0-9_-])(sk-(?:(?:proj|svcacct|admin|service)-)?[A-Za-z0-9_-]{20,120}T3BlbkFJ[A-Za-z0-9_-]{20,120})(?![A-Za-z0-9_-])/g, confidence: 'certain' },
  of('an Anthropic API key', 'sk-ant-', '(?:api|admin|sid)\\d\\d-[A-Za-z0-9_-]{80,128}', 'certain'),
  { kind: 'an OpenAI API key', hints: ['sk-proj-', 'sk-svcacct-', 'sk-admin-'], pattern: token('sk-(?:proj|svcacct|admin)-', '[A-Za-z0-9_-]{40,200}'), confidence: 'likely' },
  of('an OpenRouter API key', 'sk-or-v1-', '[0-9a-f]{64}', 'certain'),
  of('a Langfuse secret key', 'sk-lf-', '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'),
  of('a LangSmith key', 'lsv2_(?:pt|sk)_', '[0-9a-f]{32}_[0-9a-f]{10}', 'certain'),
  of('a Hugging Face token', 'hf_', '[A-Za-z]{34}'),
  of('a Replicate token', 'r8_', '[A-Za-z0-9]{37}'),
  of('a Groq API key', 'gsk_', '[A-Za-z0-9]{52}'),
  of('a Perplexity API key', 'pplx-', '[A-Za-z0-9]{48,56}'),
  of('an xAI API key', 'xai-', '[A-Za-z0-9]{80}'),
  of('a Pinecone API key', 'pcsk_', '[A-Za-z0-9]{5,8}_[A-Za-z0-9]{50,70}'),
  of('an ElevenLabs API key', 'sk_', '[0-9a-f]{48}'),
  of('a Tavily API key', 'tvly-', '(?:(?:dev|prod)-)?[A-Za-z0-9]{32}'),
  of('a Firecrawl API key', 'fc-', '[0-9a-f]{32}'),
  of('a Jina API key', 'jina_', '[0-9a-f]{32}[A-Za-z0-9_-]{24,34}'),
  of('an Apify token', 'apify_api_', '[A-Za-z0-9]{36}'),
  of('an E2B API key', 'e2b_', '[0-9a-f]{40}'),
  of('a Browserbase API key', 'bb_live_', '[A-Za-z0-9_-]{20,40}'),
  // Payments
  of('a Stripe live key', '[sr]k_live_', '[A-Za-z0-9]{24,250}', 'certain'),
  of('a webhook signing secret', 'whsec_', '[A-Za-z0-9+/]{32,64}={0,2}'),
  { kind: 'a Square access token', hints: ['sq0atp-', 'sq0csp-', 'EAAA'], pattern: token('(?:sq0(?:atp|csp)-|EAAA)', '[A-Za-z0-9_-]{22,60}'), confidence: 'likely' },
  { kind: 'a Braintree access token', hints: ['access_token$production$'], pattern: /(access_token\$production\$[0-9a-z]{16}\$[0-9a-f]{32})/g, confidence: 'certain' },
  // Chat and mail
  { kind: 'a Slack token', hints: ['xox'], pattern: token('xox[bpaoers]-', '(?:\\d-)?\\d{9,13}-[A-Za-z0-9-]{20,120}'), confidence: 'likely' },
  of('a Slack app token', 'xapp-', '\\d-A[A-Z0-9]{8,12}-\\d{9,14}-[0-9a-f]{64}', 'certain'),
  { kind: 'a Slack webhook address', hints: ['hooks.slack.com'], pattern: /https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/(T[A-Z0-9]{8,12}\/[A-Z0-9]{8,20}\/[A-Za-z0-9]{20,40})/g, confidence: 'certain' },
  { kind: 'a Discord webhook address', hints: ['/api/webhooks/'], pattern: /https:\/\/(?:\w{1,10}\.)?discord(?:app)?\.com\/api\/webhooks\/(\d{17,20}\/[A-Za-z0-9_-]{60,80})/g, confidence: 'certain' },
  { kind: 'a Discord bot token', hints: ['MD', 'MT', 'Mj', 'Mz', 'ND', 'NT', 'Nj', 'Nz', 'OD', 'OT'], pattern: /(?<![\w.-])([MNO][A-Za-z0-9_-]{23,26}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40})(?![\w.-])/g, confidence: 'certain', check: certainIf(isDiscordToken) },
  { kind: 'a Microsoft Teams webhook address', hints: ['webhook.office.com'], pattern: /https:\/\/[\w-]{1,60}\.webhook\.office\.com\/webhookb2\/([0-9a-f-]{36}@[0-9a-f-]{36}\/IncomingWebhook\/[0-9a-f]{32}\/[0-9a-f-]{36})/g, confidence: 'certain' },
  { kind: 'a Telegram bot token', hints: [':AA'], pattern: /(?<![\w:-])(\d{8,10}:AA[A-Za-z0-9_-]{33})(?![\w-])/g, confidence: 'certain' },
  { kind: 'a Mailgun key', hints: ['key-'], pattern: token('key-', '[0-9a-f]{32}'), confidence: 'likely' },
  { kind: 'a Mailchimp key', hints: ['-us'], pattern: /(?<![A-Za-z0-9])([0-9a-f]{32}-us\d{1,2})(?!\d)/g, confidence: 'likely' },
  of('a Resend API key', 're_', '[A-Za-z0-9]{8}_[A-Za-z0-9]{24}'),
  // Work and data services
  of('a Notion token', 'ntn_', '\\d{11}[A-Za-z0-9]{35}', 'certain'),
  of('a Linear OAuth token', 'lin_oauth_', '[0-9a-f]{64}', 'certain'),
  { kind: 'an Airtable token', hints: ['pat'], pattern: /(?<![\w-])(pat[A-Za-z0-9]{14}\.[0-9a-f]{64})(?![\w-])/g, confidence: 'certain' },
  of('a Figma token', 'figd_', '[A-Za-z0-9_-]{40}'),
  of('an Atlassian API token', 'ATATT3x', '[A-Za-z0-9_=-]{150,300}', 'certain'),
  of('a HubSpot token', 'pat-(?:na|eu|ap)\\d-', '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'certain'),
  of('a Supabase access token', 'sbp_', '[0-9a-f]{40}', 'certain'),
  of('a Supabase secret key', 'sb_secret_', '[A-Za-z0-9_-]{31,50}'),
  of('a PlanetScale credential', 'pscale_(?:tkn|pw|oauth)_', '[A-Za-z0-9_=.-]{32,64}'),
  of('a Neon API key', 'napi_', '[a-z0-9]{50,80}'),
  of('a Postman API key', 'PMAK-', '[0-9a-f]{24}-[0-9a-f]{34}', 'certain'),
  of('a Contentful management token', 'CFPAT-', '[A-Za-z0-9_-]{43}'),
  { kind: 'a Mapbox secret token', hints: ['sk.eyJ'], pattern: /(?<![\w.-])(sk\.eyJ[A-Za-z0-9_-]{40,200}\.[A-Za-z0-9_-]{20,40})(?![\w-])/g, confidence: 'certain' },
  // Operations
  { kind: 'a Grafana token', hints: ['glsa_'], pattern: token('glsa_', '[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}'), confidence: 'certain', check: certainIf(crcHexHolds, 'likely') },
  of('a Grafana Cloud token', 'glc_', 'eyJ[A-Za-z0-9+/]{60,300}={0,2}', 'certain'),
  of('a New Relic key', 'NRAK-', '[A-Z0-9]{27}'),
  of('a Sentry token', 'sntrys_', 'eyJ[A-Za-z0-9+/=_-]{80,300}', 'certain'),
  of('a Sentry token', 'sntryu_', '[0-9a-f]{64}', 'certain'),
  of('a PostHog personal key', 'phx_', '[A-Za-z0-9]{43,50}'),
  { kind: 'a Vault token', hints: ['hvs.', 'hvb.'], pattern: /(?<![\w.-])(hv[sb]\.[A-Za-z0-9_-]{90,160})(?![\w-])/g, confidence: 'certain' },
  { kind: 'a Terraform Cloud token', hints: ['.atlasv1.'], pattern: /(?<![\w.-])([A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,80})(?![\w-])/g, confidence: 'certain' },
  { kind: 'a Doppler token', hints: ['dp.'], pattern: /(?<![\w.-])(dp\.(?:pt|st|sa|ct|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44})(?![\w-])/g, confidence: 'certain' },
  of('a Pulumi token', 'pul-', '[0-9a-f]{40}', 'certain'),
  of('an age secret key', 'AGE-SECRET-KEY-1', '[0-9A-Z]{58}', 'certain'),
  // Forms that belong to no provider
  { kind: 'a private key', hints: ['PRIVATE KEY'], pattern: /-----BEGIN (?:(?:RSA|DSA|EC|OPENSSH|PGP) )?PRIVATE KEY(?: BLOCK)?-----((?:[A-Za-z0-9+/=\s]|\\[nr]){50,10000})-----END/g, confidence: 'certain', check: certainIf(isPrivateKey) },
  { kind: 'a signed token (JWT)', hints: ['eyJ'], pattern: /(?<![\w.-])(eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{40,700})(?![\w-])/g, confidence: 'likely', check: (value) => (isLiveJwt(value) ? 'likely' : undefined) },
];
