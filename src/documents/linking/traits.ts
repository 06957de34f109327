import type { DeploymentFact, DeploymentSetting } from '../../facts/deployment';
import type { DocumentFact, InstallStep } from '../../facts/documents';
import type { FileFacts } from '../../facts/file-facts';
import { MCP_SDK_PACKAGES } from '../../facts/knowledge/sdk-packages';
import type { Packages } from '../../facts/package';
import type { TraitSignals } from '../../facts/traits';
import { seenAt, type Evidence } from '../../model/evidence';
import { isLoopback } from '../deployment/common';

/** Most places that are kept for one trait. */
const MAX = 20;

/** Traits that manifests, documents and deployment files show, as far as they show them for certain. */
export function documentTraits(files: readonly FileFacts[], packages: Packages, documents: readonly DocumentFact[], deployments: readonly DeploymentFact[]): TraitSignals {
  const signals = {
    deployment: deployments.flatMap(deployed),
    'http-beyond-loopback': deployments.flatMap(exposed),
    'mcp-sdk': sdks(packages),
    stdio: stdio(files, packages, documents),
    'registry-manifest': manifests(packages),
  };
  return Object.fromEntries(Object.entries(signals).filter(([, evidence]) => evidence.length > 0).map(([trait, evidence]) => [trait, evidence.slice(0, MAX)]));
}

/** An image alone may be run by each user for himself; a platform, a proxy, a cluster or a pipeline serves others. */
function deployed(deployment: DeploymentFact): readonly Evidence[] {
  const { path, role, settings } = deployment;
  const running = role === 'container' ? settings.find((setting) => isOwnPort(setting, settings) && deployment.format === 'compose') : role === 'platform' ? settings.find((setting) => setting.kind === 'port') : settings[0];
  return running ? [seenAt({ path, line: running.line }, `This ${NAMES[role]} runs the server for others.`)] : [];
}

const NAMES: Readonly<Record<DeploymentFact['role'], string>> = {
  container: 'composition of containers', platform: 'configuration of a platform', proxy: 'configuration of a proxy',
  orchestrator: 'manifest of a cluster', infrastructure: 'description of infrastructure', pipeline: 'workflow',
};

/** The first port of a deployment file on which this server can be reached from elsewhere. */
function exposed(deployment: DeploymentFact): readonly Evidence[] {
  const { path, role, settings } = deployment;
  if (role === 'pipeline') return [];
  const port = settings.find((setting) => isOwnPort(setting, settings));
  if (port?.kind !== 'port') return [];
  return [seenAt({ path, line: port.line }, `A deployment file opens ${port.port === undefined ? 'the server' : `port ${port.port}`} to the network.`)];
}

/** Whether a setting opens a port of what this repository builds: a database next to it is not this server. */
function isOwnPort(setting: DeploymentSetting, settings: readonly DeploymentSetting[]): boolean {
  if (setting.kind !== 'port' || !setting.published || (setting.host !== undefined && isLoopback(setting.host))) return false;
  const image = settings.find((other) => other.kind === 'image' && other.scope === setting.scope);
  return image?.kind !== 'image' || image.builds;
}

function sdks(packages: Packages): readonly Evidence[] {
  return packages.judged.flatMap(({ path, dependencies }) =>
    dependencies.filter((dependency) => MCP_SDK_PACKAGES.has(dependency.name))
      .map((dependency) => seenAt({ path, line: dependency.line }, `The package depends on \`${dependency.name}\` ${dependency.range}${dependency.kind === 'production' ? '' : ` (${dependency.kind})`}.`)));
}

function manifests(packages: Packages): readonly Evidence[] {
  return [
    ...packages.registry.filter(({ format }) => format !== 'claude-plugin').map(({ path, format }) => seenAt({ path, line: 1 }, `A registry manifest (${format}) is present.`)),
    ...packages.judged.flatMap(({ path, mcpName, lines }) => (mcpName === undefined ? [] : [seenAt({ path, line: lines['mcpName'] ?? 1 }, `The package has the registry name \`${mcpName}\`.`)])),
  ];
}

/** A client's configuration that starts this very package speaks to it over its standard streams. */
function stdio(files: readonly FileFacts[], packages: Packages, documents: readonly DocumentFact[]): readonly Evidence[] {
  const names = new Set(packages.judged.flatMap(({ name }) => name ?? []));
  const runsIt = (step: InstallStep): boolean => (step.manner === 'npx' || step.manner === 'deno') && step.names.some((name) => names.has(name));
  const configured = documents.filter((document) => document.kind === 'readme' || document.kind === 'docs').flatMap((document) => {
    const lines = new Set(document.clients.flatMap((block) => block.servers.filter((server) => server.command !== undefined).map((server) => server.line)));
    return document.installs.filter((step) => runsIt(step) && lines.has(step.line)).slice(0, 1)
      .map((step) => seenAt({ path: document.path, line: step.line }, 'A client’s configuration starts the package as a program of its own.'));
  });
  const smithery = files.flatMap(({ path, parts }) => (parts.registryManifest?.stdio === undefined ? [] : [seenAt({ path, line: parts.registryManifest.stdio }, 'The registry manifest starts the server over its standard streams.')]));
  return [...smithery, ...configured];
}
