/** What of our own environment git needs to find itself, its configuration, proxies and certificates. Nothing else goes on. */
const PASSED_ON = [
  'PATH', 'HOME', 'USERPROFILE', 'XDG_CONFIG_HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'SSH_AUTH_SOCK',
  'http_proxy', 'https_proxy', 'no_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY',
  'GIT_SSL_CAINFO', 'GIT_SSL_CAPATH', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE',
] as const;

/**
 * The environment of a git process. An allow-list, so that neither a token nor an inherited `GIT_*` variable reaches
 * it; no prompt, no replacement objects, paths taken literally, messages in English. Without `network` every transport
 * is refused, so that a partial clone of a stranger's making cannot start a command of its choice.
 */
export function gitEnvironment(own: Readonly<Record<string, string | undefined>>, network: boolean): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = own[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(passed),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GCM_INTERACTIVE: 'never',
    GIT_PAGER: 'cat',
    GIT_ALLOW_PROTOCOL: network ? 'file:git:http:https:ssh' : 'none',
  };
}

/**
 * Settings that override what a repository's own configuration could use to run a program: a file system monitor,
 * hooks, a diff driver.
 */
export const SAFE_SETTINGS: readonly string[] = [
  'core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.attributesFile=/dev/null', 'core.quotePath=false',
  'diff.external=', 'gc.auto=0', 'maintenance.auto=false', 'fetch.recurseSubmodules=false',
].flatMap((setting) => ['-c', setting]);
