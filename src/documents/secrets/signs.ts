import type { SecretSign } from '../../facts/secrets';
import { isEnvironmentTemplate } from './places';

interface Rule {
  readonly what: SecretSign['what'];
  readonly path: RegExp;
  readonly text: RegExp;
  readonly note: string;
}

/** What in a file shows that secrets are kept out of the tree, or in it only in encrypted form. */
const RULES: readonly Rule[] = [
  { what: 'ignored-env-file', path: /(^|\/)\.gitignore$/, text: /^\/?(\*\*\/)?(\.env(\*|\.\*)?|\*\.env|\.env\.local|\.dev\.vars\*?)\s*$/m, note: 'Environment files are kept out of version control.' },
  { what: 'encrypted-file', path: /\.(ya?ml|json|env|ini)$|(^|\/)\.env[\w.-]*$/, text: /^\s*"?(sops|sops_mac)"?\s*[:=]|ENC\[AES256_GCM,/m, note: 'A file of secrets is encrypted with SOPS.' },
  { what: 'encrypted-file', path: /(^|\/)\.env[\w.-]*$/, text: /^DOTENV_(PUBLIC_KEY|VAULT)[\w]*=|=\s*["']?encrypted:/m, note: 'An environment file is encrypted with dotenvx.' },
  { what: 'encrypted-file', path: /\.ya?ml$/, text: /^kind:\s*SealedSecret\s*$/m, note: 'Secrets of the cluster are sealed.' },
  { what: 'encrypted-file', path: /(^|\/)\.gitattributes$/, text: /filter=git-crypt/, note: 'Files of secrets are encrypted with git-crypt.' },
  { what: 'encrypted-file', path: /\.ya?ml$/, text: /^\$ANSIBLE_VAULT;/m, note: 'A file of secrets is encrypted with Ansible Vault.' },
  { what: 'secret-manager', path: /\.ya?ml$/, text: /^kind:\s*(ExternalSecret|SecretStore|ClusterSecretStore|SecretProviderClass|VaultStaticSecret)\s*$/m, note: 'The cluster takes its secrets from an external store.' },
  { what: 'secret-manager', path: /\.tf$/, text: /"(aws_secretsmanager_secret|aws_ssm_parameter|google_secret_manager_secret|azurerm_key_vault_secret|vault_\w*secret\w*|doppler_secret|infisical_secret)\w*"/, note: 'Secrets come from a secret manager.' },
  { what: 'secret-manager', path: /(^|\/)package\.json$/, text: /"(@aws-sdk\/client-secrets-manager|@aws-sdk\/client-ssm|@google-cloud\/secret-manager|@azure\/keyvault-secrets|node-vault|@infisical\/sdk|@1password\/sdk|@dopplerhq\/node-sdk|@bitwarden\/sdk-napi|keytar|@napi-rs\/keyring|cross-keychain)"\s*:/, note: 'The package depends on a client of a secret store.' },
  { what: 'secret-manager', path: /(^|\/)(doppler\.ya?ml|\.infisical\.json|infisical\.json)$/, text: /\S/, note: 'Secrets come from a secret manager.' },
  { what: 'platform-secret', path: /(^|\/)\.github\/workflows\/[^/]+\.ya?ml$/, text: /\$\{\{\s*secrets\.(?!GITHUB_TOKEN)\w+/, note: 'Workflows take their secrets from the store of the platform.' },
  { what: 'platform-secret', path: /(^|\/)(docker-)?compose[\w.-]*\.ya?ml$/, text: /^secrets:\s*$/m, note: 'Secrets are mounted by the container runtime.' },
  { what: 'platform-secret', path: /\.ya?ml$/, text: /secretKeyRef:|secretRef:/, note: 'Containers take their secrets from the cluster.' },
  { what: 'platform-secret', path: /(^|\/)(apphosting|render|app|service|cloudrun)[\w.-]*\.ya?ml$/, text: /sync:\s*false|secret:\s*\S|generateValue:\s*true/, note: 'Secrets come from the store of the platform.' },
];

/** What a file shows of how secrets are kept, with the line of the first sign of each kind. */
export function secretSigns(path: string, text: string): readonly SecretSign[] {
  const signs: SecretSign[] = isEnvironmentTemplate(path) ? [{ what: 'env-template', note: 'A template names the variables, without their values.', line: 1 }] : [];
  for (const rule of RULES) {
    if (!rule.path.test(path)) continue;
    const match = rule.text.exec(text);
    if (match) signs.push({ what: rule.what, note: rule.note, line: lineAt(text, match.index + match[0].length - match[0].trimStart().length) });
  }
  return signs;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) line++;
  return line;
}
