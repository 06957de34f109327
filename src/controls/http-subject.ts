import type { DeploymentFact, DeploymentSetting } from '../facts/deployment';
import { isExposed, type HttpApplication, type HttpFact } from '../facts/http';
import { seenAt, type Evidence } from '../model/evidence';

/** What is said where a deployment file opens a port and no server was found in the code. */
export const NO_LISTENER = 'A deployment file opens the server to the network, and the code that listens there was not found.';

/** What is reachable beyond loopback: by what the code does by default, or by what a deployment file makes of it. */
export interface Fronts {
  readonly applications: readonly HttpApplication[];
  /** A port that a deployment file opens, where the code listens on none. */
  readonly unlocated?: Evidence;
}

/** The applications that other machines reach. A deployment file that opens a port opens those whose host can be configured as well. */
export function frontsOf(http: HttpFact, deployments: readonly DeploymentFact[]): Fronts {
  const open = deployments.filter((deployment) => deployment.role !== 'pipeline').flatMap((deployment) => deploymentPlaces(deployment, opensPort));
  const lasting = http.applications.filter((application) => application.listeners.some((listener) => !listener.shortLived));
  const applications = lasting.filter((application) => application.listeners.some((listener) => isExposed(listener) || (open.length > 0 && listener.host.configuredBy !== undefined)));
  const [first] = open;
  const unlocated = first && lasting.length === 0 ? seenAt({ path: first.deployment.path, line: first.setting.line }, 'A deployment file opens a port here.') : undefined;
  return { applications, ...(unlocated && { unlocated }) };
}

function opensPort(setting: DeploymentSetting): boolean {
  return setting.kind === 'port' && setting.published && !/^(127\.|localhost|\[?::1)/.test(setting.host ?? '');
}

/** The settings of a deployment file that something holds of. */
export function deploymentPlaces(deployment: DeploymentFact, holds: (setting: DeploymentSetting) => boolean): readonly { readonly deployment: DeploymentFact; readonly setting: DeploymentSetting }[] {
  return deployment.settings.filter(holds).map((setting) => ({ deployment, setting }));
}
