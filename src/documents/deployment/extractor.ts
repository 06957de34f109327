import type { DeploymentPart } from '../../facts/deployment';
import type { Extractor } from '../../facts/file-facts';
import { fileKind } from '../../facts/file-kind';
import { readCaddyfile } from './caddy';
import type { DeploymentReader } from './common';
import { readCompose } from './compose';
import { readDockerfile } from './dockerfile';
import { looksLikeEnvoy, readEnvoy } from './envoy';
import { readHaproxy } from './haproxy';
import { looksLikeKubernetes, readHelmValues, readKubernetes } from './kubernetes';
import { readNginx } from './nginx';
import { readAppEngine, readFly, readNetlify, readOtherPlatform, readProcfile, readRailway, readRender, readSmithery, readVercel, readWrangler } from './platforms';
import { readServerless } from './serverless';
import { readTerraform } from './terraform';
import { readTraefik } from './traefik';
import { readWorkflow } from './workflow';

interface Format {
  readonly path: RegExp;
  readonly read: DeploymentReader;
  /** What the text must hold besides, for names that say little. */
  readonly text?: RegExp | ((text: string) => boolean);
}

/** Every format, the particular before the general: the first that fits reads the file. */
const FORMATS: readonly Format[] = [
  { path: /(^|\/)(Dockerfile|Containerfile)([._-][\w.-]+)?$|\.(Dockerfile|dockerfile)$/, read: readDockerfile },
  { path: /(^|\/)(docker-)?compose([._-][\w.-]+)?\.ya?ml$/, read: readCompose },
  { path: /(^|\/)fly([._-][\w-]+)?\.toml$/, read: readFly },
  { path: /(^|\/)vercel\.json$/, read: readVercel },
  { path: /(^|\/)netlify\.toml$/, read: readNetlify },
  { path: /(^|\/)wrangler([._-][\w-]+)?\.(toml|jsonc?)$/, read: readWrangler },
  { path: /(^|\/)serverless([._-][\w-]+)?\.ya?ml$/, read: readServerless },
  { path: /(^|\/)(template|sam|cloudformation[\w-]*)\.ya?ml$/, text: /AWSTemplateFormatVersion|AWS::Serverless/, read: readServerless },
  { path: /(^|\/)Procfile$/, read: readProcfile },
  { path: /(^|\/)render\.ya?ml$/, read: readRender },
  { path: /(^|\/)railway\.(json|toml)$/, read: readRailway },
  { path: /(^|\/)app(\.[\w-]+)?\.ya?ml$/, text: /^(runtime|env):\s*\S/m, read: readAppEngine },
  { path: /(^|\/)smithery\.ya?ml$/, read: readSmithery },
  { path: /(^|\/)heroku\.ya?ml$/, read: readOtherPlatform('heroku') },
  { path: /(^|\/)apprunner\.ya?ml$/, read: readOtherPlatform('app-runner') },
  { path: /(^|\/)\.do\/[\w-]+\.ya?ml$/, read: readOtherPlatform('digitalocean') },
  { path: /(^|\/)cloudbuild([._-][\w-]+)?\.ya?ml$/, text: /\brun\b[\s'",-]{1,40}deploy|gcloud/, read: readOtherPlatform('cloud-build') },
  { path: /(^|\/)\.github\/workflows\/[^/]+\.ya?ml$/, read: readWorkflow },
  { path: /(^|\/)nginx[\w.-]*(\.conf)?(\.template|\.tmpl)?$|(^|\/)nginx\/.*\.conf(\.template)?$|(^|\/)sites-(available|enabled)\/[\w.-]+$/, text: /\{/, read: readNginx },
  { path: /\.conf(\.template)?$/, text: (text) => /\bserver\s*\{/.test(text) && /\blisten\s/.test(text), read: readNginx },
  { path: /(^|\/)Caddyfile([._-][\w-]+)?$|\.caddyfile$/i, read: readCaddyfile },
  { path: /(^|\/)haproxy[\w.-]*\.cfg$/, read: readHaproxy },
  { path: /(^|\/)(dynamic|traefik)[\w.-]*\.(ya?ml|toml)$|(^|\/)traefik\/.*\.(ya?ml|toml)$/, text: (text) => !looksLikeKubernetes(text) && /\b(entryPoints|http|tls|tcp|providers)\b/.test(text), read: readTraefik },
  { path: /(^|\/)envoy[\w.-]*\.(ya?ml|json)$/, read: readEnvoy },
  { path: /\.(ya?ml)$/, text: looksLikeKubernetes, read: readKubernetes },
  { path: /\.ya?ml$/, text: looksLikeEnvoy, read: readEnvoy },
  { path: /(^|\/)(charts?|helm)\/(.*\/)?values([._-][\w-]+)?\.ya?ml$/, read: readHelmValues },
  { path: /\.(tf|tofu)$/, read: readTerraform },
];

/** Reads the files that say how a server is run and what stands in front of it. A file that only looks like one gives null. */
export const deploymentExtractor: Extractor<'deployment'> = {
  part: 'deployment',
  handles: (path) => FORMATS.some((format) => format.path.test(path)) && !/^(test|vendored)$/.test(fileKind(path)),
  maxBytes: 524_288,
  extract: readDeployment,
};

export function readDeployment(path: string, text: string): DeploymentPart | null {
  const format = FORMATS.find((candidate) => candidate.path.test(path) && holds(candidate.text, text));
  return format?.read(path, text) ?? null;
}

function holds(condition: Format['text'], text: string): boolean {
  if (condition === undefined) return true;
  return typeof condition === 'function' ? condition(text) : condition.test(text);
}
