import type { DeploymentSetting } from '../../facts/deployment';
import { shellCommands } from '../markdown/shell';
import { isObject, listOf, objectOf, textOf } from '../values';
import { readYaml } from '../yaml';
import { environment, part, runSetting, type DeploymentReader } from './common';
import { variablesOf } from './compose';

/** Actions that put a service into production. Actions that only build, test or publish a package are not among them. */
const ACTIONS = /^(superfly\/flyctl-actions|cloudflare\/(wrangler|pages)-action|amondnet\/vercel-action|nwtgck\/actions-netlify|google-github-actions\/deploy-(cloudrun|appengine|cloud-functions)|aws-actions\/(amazon-ecs-deploy-task-definition|aws-lambda-deploy|aws-cloudformation-github-deploy)|azure\/(webapps-deploy|container-apps-deploy-action|k8s-deploy|functions-action)|digitalocean\/app_action|akhileshns\/heroku-deploy|bervproject\/railway-deploy|johnbeynon\/render-deploy-action|appleboy\/ssh-action|serverless\/github-action|pulumi\/actions|hashicorp\/terraform-github-actions|denoland\/deployctl|koyeb-community\/koyeb-actions)/i;

/** Command lines that do the same. */
const COMMANDS = /^(fly|flyctl) deploy|^(npx )?wrangler (pages )?deploy|^(npx )?vercel\b.*(deploy|--prod)|^vercel\b|^(npx )?netlify deploy|^gcloud (run|app|functions) deploy|^kubectl (apply|rollout|set image)|^helm (upgrade|install)|^(npx )?(serverless|sls) deploy|^(terraform|tofu) apply|^aws (ecs update-service|lambda update-function|apprunner|cloudformation deploy|elasticbeanstalk)|^sam deploy|^cdk deploy|^(npx )?cdk deploy|^railway up|^az (webapp|containerapp|functionapp)\b|^heroku container:release|^doctl apps|^(npx )?sst deploy|^pulumi up|^render deploys|^deployctl deploy|^docker compose .*up/;

/** Reads a workflow of GitHub Actions, if one of its steps deploys; null otherwise. */
export const readWorkflow: DeploymentReader = (_path, text) => {
  if (!/deploy|apply|upgrade|railway up|docker compose|pulumi|ssh-action|update-service|rollout/i.test(text)) return null;
  const [document] = readYaml(text);
  const settings: DeploymentSetting[] = [];
  let deploys = false;
  for (const [job, value] of Object.entries(objectOf(objectOf(document?.value)['jobs']))) {
    for (const [index, step] of listOf(objectOf(value)['steps']).entries()) {
      if (!isObject(step)) continue;
      const at = (...keys: readonly (string | number)[]): { readonly line: number; readonly scope: string } => ({ line: document?.lineOf(['jobs', job, 'steps', index, ...keys]) ?? 1, scope: `job ${job}` });
      const commands = deploying(textOf(step['run'], 20_000) ?? '');
      const action = textOf(step['uses']) ?? '';
      if (commands.length === 0 && !ACTIONS.test(action)) continue;
      deploys = true;
      settings.push(runSetting(commands[0] ?? [action], at(commands.length > 0 ? 'run' : 'uses')));
      settings.push(...variablesOf(step['env']).map(([name, variable]) => environment(name, variable, at('env', name))));
    }
  }
  return deploys ? part('workflow', 'pipeline', settings) : null;
};

function deploying(script: string): readonly (readonly string[])[] {
  return shellCommands(script).filter((command) => COMMANDS.test(command.words.join(' '))).map((command) => command.words);
}
