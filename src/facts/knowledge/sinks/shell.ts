import type { ConstantTest, SinkRule } from '../rules';

/** Programs that read a script from an argument after `-c` and hand it to a shell. */
const SHELL = /^(?:.*[\\/])?(?:(?:ba|z|k|da|a|c|tc|fi|pw)?sh|busybox|cmd|powershell)(?:\.exe)?$/i;
/** Programs that evaluate an argument after `-c`, `-e` or the like as code of their own language. */
const INTERPRETER = /^(?:.*[\\/])?(?:python[\d.]*|node|nodejs|deno|bun|tsx|ts-node|perl|ruby|php|lua|Rscript|osascript|groovy|scala|swift|julia|elixir)(?:\.exe)?$/;
/** Options behind which a shell reads a script. */
const SHELL_OPTIONS = ['-c', '-lc', '-ic', '-ec', '-xc', '-lic', '-ilc', '-euc', '/c', '/C', '/k', '/s', '-Command', '-command', '-EncodedCommand'];
/** Options behind which an interpreter reads code. */
const CODE_OPTIONS = ['-c', '-e', '-p', '-r', '-E', '--eval', '--print', '--execute', '-pe', '-ne'];
/** Functions that start a program with a list of arguments: program, arguments, options. */
const WITH_ARGUMENTS = [
  'child_process.{spawn,spawnSync,execFile,execFileSync}', 'execa', 'execa.{execaSync,sync,node,execaNode}', 'node-pty.spawn', 'tinyexec.{x,exec}', 'nano-spawn', 'tinyspawn', '@npmcli/promise-spawn', 'foreground-child', 'foreground-child.foregroundChild', 'foreground-child.proxySignals', '@expo/spawn-async', 'cross-spawn-promise', 'spawn-please',
  'spawndamnit', '@malept/cross-spawn-promise.spawn', 'win-spawn', 'sudo-prompt.spawn', 'spawn-rx.{spawn,spawnPromise}', 'zx.spawn',
];
/** Functions that hand a command line to a shell. */
const COMMAND_LINES = [
  'child_process.{exec,execSync}', 'shelljs.exec', 'shelljs/global.exec', 'exec', 'node-cmd.{run,get,runSync}', 'await-exec', 'exec-sh', 'exec-sh.promise', 'exec-async', 'async-execute', 'sync-exec', 'execsync', 'async-exec', 'exec-then', 'shell-exec', 'exec-php', 'sudo-prompt.exec', '@vscode/sudo-prompt.exec', 'sudo-exec-prompt', 'shell-exec-proxy',
  'npm-run.{exec,execSync,sync}', 'ssh-exec', 'ssh2.Client().exec', 'ssh2()..exec', 'ssh2-promise()..exec', 'node-ssh.NodeSSH().{exec,execCommand}', 'node-ssh().{exec,execCommand}', 'simple-ssh().exec', 'node-powershell.PowerShell().{addCommand,invoke}', 'node-powershell.PowerShell.invoke', 'node-powershell().addCommand', 'vscode.window.createTerminal().sendText', 'shell-exec.{default,shellExec}', 'exec-promise', 'child-process-es6-promise.exec', 'childprocess-promise.exec', 'system-commands', 'shell-async', 'ssh2-exec', 'sequest', 'sequest.connect', 'node-run-cmd.run', 'command-exists-promise', 'execSync', 'shelljs-exec-proxy',
];

/** An option that is not given, or false: what is not known may be true. */
const notSet = (place: string): readonly ConstantTest[] => [{ place, absent: true }, { place, is: [false] }];

/** Script behind `-c`, wherever it stands among the first arguments. `at` is the list: `arg1`. */
function scripts(api: readonly string[], at: string, program?: string): SinkRule[] {
  return [0, 1, 2, 3].flatMap((index): SinkRule[] => {
    const named = (test: Omit<ConstantTest, 'place'>): ConstantTest[] => (program === undefined ? [] : [{ place: program, ...test }]);
    const places = [`${at}.${index + 1}`];
    return [
      {
        api, places, kind: 'command-injection', note: 'a script that a shell runs',
        when: [{ place: `${at}.${index}`, is: SHELL_OPTIONS }],
        // Other programs have an option of this name with another meaning; a program that is not known may be a shell.
        unless: named({ matches: new RegExp(`^(?!${SHELL.source.slice(1)})`, 'i') }),
      },
      ...(program === undefined ? [] : [{
        api, places, kind: 'code-injection', note: 'code that an interpreter runs',
        when: [...named({ matches: INTERPRETER }), { place: `${at}.${index}`, is: CODE_OPTIONS }],
      } satisfies SinkRule]),
    ];
  });
}

/** Options with which a program still reads what it runs from its input. */
const FROM_INPUT = ['-', '-s', '-i', '-l', '-NoProfile', '-NonInteractive', '/Q', '/q', '--norc', '--noprofile'];
/** Options that name what is run in place of the input. */
const NOT_FROM_INPUT = ['-c', '-e', '-f', '-m', '-lc', '/c', '/C', '/k', '--command', '--execute', '--file', '--eval'];
const SQL_CLIENT = /^(?:.*[\\/])?(?:psql|mysql|mariadb|sqlite3?|sqlcmd)(?:\.exe)?$/;

/** What is written to the input of a program that runs its input: one that was started with no arguments, or with options alone. */
function inputs(program: RegExp, kind: SinkRule['kind'], note: string, options: readonly ConstantTest[]): SinkRule[] {
  return [[{ place: 'arg1.0', absent: true } as const], options].map((tests): SinkRule => ({
    api: ['child_process.{spawn,execFile}().stdin.{write,end}'], places: ['arg0'], kind, note, whenMade: [{ place: 'arg0', matches: program }, ...tests],
  }));
}

const BY_INPUT: readonly ConstantTest[] = [{ place: 'arg1.[]', is: FROM_INPUT }, { place: 'arg1.[]', not: NOT_FROM_INPUT }];

/** Commands: what a shell runs, which program is started, and arguments that a program reads as options. */
export const SHELL_SINKS: readonly SinkRule[] = [
  { api: COMMAND_LINES, places: ['arg0'], kind: 'command-injection', note: 'a shell command' },
  { api: [], method: ['execSync', 'execAsync', 'execPromise', 'execPromisified', 'asyncExec', 'execCommandSync', 'execaCommand', 'execaCommandSync'], places: ['arg0'], kind: 'command-injection', note: 'a shell command' },
  { api: ['remote-exec', 'ssh2-streams.SSH2Stream().exec'], places: ['arg1'], kind: 'command-injection', note: 'a command of a shell on another machine' },
  { api: ['execa.{execaCommand,execaCommandSync,command,commandSync,shell,shellSync}', '@actions/exec.{exec,getExecOutput}'], places: ['arg0'], kind: 'command-injection', note: 'a command line that is split into a program and its arguments' },
  // Whoever gives the arguments of a command line may run programs anyway.
  { api: WITH_ARGUMENTS, places: ['arg0'], kind: 'command-injection', note: 'the name of the program to run', from: ['tool', 'request', 'browser', 'remote', 'upload', 'file'] },
  { api: ['child_process.fork'], places: ['arg0'], kind: 'code-injection', note: 'the file that a new process runs', from: ['tool', 'request', 'browser', 'remote', 'upload', 'file'] },
  { api: ['child_process.fork'], places: ['arg2.execArgv', 'arg2.execArgv.[]'], kind: 'code-injection', note: 'options of a new Node process' },
  // With a shell, arguments are part of the command line.
  { api: WITH_ARGUMENTS, places: ['arg1', 'arg1.[]'], kind: 'command-injection', note: 'an argument on a shell command line', unless: notSet('arg2.shell') },
  { api: WITH_ARGUMENTS, places: ['arg0'], kind: 'command-injection', note: 'a shell command', unless: notSet('arg1.shell') },
  { api: ['child_process.{spawn,spawnSync,execFile,execFileSync}', 'execa', 'execa.execaSync'], places: ['arg2.shell'], kind: 'command-injection', note: 'the name of the shell to run' },
  { api: ['child_process.{exec,execSync,spawn,spawnSync,execFile,execFileSync}', 'execa', 'execa.execaSync'], places: ['arg1.shell'], kind: 'command-injection', note: 'the name of the shell to run', unless: notSet('arg1.shell') },
  ...scripts(WITH_ARGUMENTS, 'arg1', 'arg0'),
  ...scripts(['dockerode()..exec'], 'arg0.Cmd'),
  ...scripts(['dockerode()..run'], 'arg1'),
  ...scripts(['@kubernetes/client-node.Exec().exec'], 'arg3'),
  { api: ['@kubernetes/client-node.Exec().exec'], places: ['arg3'], kind: 'command-injection', note: 'a command that runs in a container', unless: [{ place: 'arg3.[]', matches: /./ }] },
  { api: ['dockerode()..exec'], places: ['arg0.Cmd'], kind: 'command-injection', note: 'a command that runs in a container', unless: [{ place: 'arg0.Cmd.[]', matches: /./ }] },
  // Bun and Deno. Bun's shell escapes what is put into it, unless told not to.
  { api: ['bun.$', 'Bun.$'], places: ['rest1.raw'], kind: 'command-injection', note: 'a shell command' },
  { api: ['Bun.{spawn,spawnSync}'], places: ['arg0.0', 'arg0.cmd.0'], kind: 'command-injection', note: 'the name of the program to run' },
  ...scripts(['Bun.{spawn,spawnSync}'], 'arg0', 'arg0.0'),
  { api: ['Deno.Command'], places: ['arg0'], kind: 'command-injection', note: 'the name of the program to run' },
  ...scripts(['Deno.Command'], 'arg1.args', 'arg0'),
  { api: ['Deno.run'], places: ['arg0.cmd.0'], kind: 'command-injection', note: 'the name of the program to run' },
  ...scripts(['Deno.run'], 'arg0.cmd', 'arg0.cmd.0'),
  // The MCP client starts a server of this name.
  { api: ['@modelcontextprotocol/sdk.StdioClientTransport', '@modelcontextprotocol/client.StdioClientTransport'], places: ['arg0.command'], kind: 'command-injection', note: 'the name of the program to run' },
  ...scripts(['@modelcontextprotocol/sdk.StdioClientTransport', '@modelcontextprotocol/client.StdioClientTransport'], 'arg0.args', 'arg0.command'),
  // Programs that run what they are given as input.
  ...inputs(SHELL, 'command-injection', 'the input of a shell', BY_INPUT),
  ...inputs(INTERPRETER, 'code-injection', 'the input of an interpreter', BY_INPUT),
  ...inputs(SQL_CLIENT, 'sql-injection', 'the input of a client that runs SQL', [{ place: 'arg1.[]', not: NOT_FROM_INPUT }]),
  // Terminals.
  { api: ['node-pty.spawn().write', 'ssh2.Client().shell().write'], places: ['arg0'], kind: 'command-injection', note: 'the input of a terminal' },
  // Opening an address runs whatever the system has registered for its scheme, on Windows through a shell.
  { api: ['open', 'open.openApp', 'opn', 'better-opn', 'opener', 'openurl.open', 'electron.shell.{openExternal,openPath}', 'react-dev-utils/openBrowser'], places: ['arg0'], kind: 'command-injection', note: 'a command of the system that opens files and addresses', scheme: true, warn: true },
  // Programs that read arguments as options. What stands in a list of arguments is judged by its order, in the data flow.
  {
    api: ['simple-git()..{raw,clone,mirror,fetch,pull,push,pushTags,checkout,checkoutBranch,checkoutLocalBranch,merge,mergeFromTo,rebase,diff,diffSummary,log,show,revparse,listRemote,branch,deleteLocalBranch,deleteLocalBranches,tag,addTag,addAnnotatedTag,reset,revert,rm,mv,grep,blame,catFile,stash,stashList,clean,submoduleAdd,submoduleUpdate,subModule,addRemote,remote,cherryPick,applyPatch,hashObject,archive,init,am,bisect}'],
    places: ['args', 'args.[]'], kind: 'argument-injection', note: 'an argument that git may read as an option', warn: true, unless: [{ place: 'args.[]', is: ['--', '--end-of-options'] }],
  },
  { api: ['simple-git()..{env,customBinary}'], places: ['args'], kind: 'command-injection', note: 'the program, or the environment, that git runs with' },
  { api: ['simple-git()..addConfig'], places: ['arg0', 'arg1'], kind: 'command-injection', note: 'the configuration of git, which names programs that git runs' },
];
