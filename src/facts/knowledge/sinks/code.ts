import type { SinkRule } from '../rules';

const code = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'code-injection', note: 'code that is run' });
const inPage = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'code-injection', note: 'code that a browser runs', warn: true });

/** Text that is run as code, and names of modules that are loaded. */
export const CODE_SINKS: readonly SinkRule[] = [
  code(['eval', 'mathjs.eval', 'execScript', 'window.execScript', 'safe-eval', 'notevil', 'require-from-string', 'node-eval', 'module-from-string.{requireFromString,importFromString,importFromStringSync}', 'sval.Sval().run', 'sandbox().run', 'sandbox.Sandbox().run', 'sandboxjs..{compile,compileAsync}', '@nyariv/sandboxjs..{compile,compileAsync}', 'thenify', 'jsdom-global.eval', 'eval5.evaluate', 'vm-browserify.{runInContext,runInNewContext,runInThisContext}'], 'arg0'),
  // Every argument of these is text of a function: parameters, then the body.
  code(['Function', 'Function.constructor', 'GeneratorFunction', 'AsyncFunction', 'AsyncGeneratorFunction'], 'args'),
  // Run as code when it is a string.
  code(['setTimeout', 'setInterval', 'setImmediate', 'self.{setTimeout,setInterval}'], 'arg0'),
  // Node's vm is no boundary; what runs in one that is has been chosen by whoever sent it all the same.
  code(['vm.{runInContext,runInNewContext,runInThisContext,compileFunction,Script,SourceTextModule}'], 'arg0'),
  code([
    'vm2.{VM,NodeVM}().{run,runFile}', 'vm2.VMScript', 'vm2.NodeVM.{code,file}', '@n8n/vm2.{VM,NodeVM}().run', 'isolated-vm.Isolate().{compileScript,compileScriptSync,compileModule,compileModuleSync}', 'isolated-vm..{eval,evalSync,evalClosure,evalClosureSync,evalIgnored}', 'isolated-vm..{compileScript,compileScriptSync}',
    'quickjs-emscripten..{evalCode,evalCodeAsync}', 'wasmoon..doString', 'pyodide..{runPython,runPythonAsync}', 'python-shell.PythonShell.{run,runString}', 'python-shell.PythonShell', 'node-osascript.{execute,executeFile}', 'run-applescript', 'run-applescript.{runAppleScript,runAppleScriptSync}', 'run-jxa', 'run-jxa.{runJxa,runJxaSync}', '@jxa/run.{runJXACode,runJXACodeSync}', 'applescript.{execString,execFile}',
  ], 'arg0'),
  { ...code(['module()._compile', 'module.Module()._compile', 'module._compile'], 'arg0'), method: ['_compile'] },
  // Expressions of AngularJS.
  { ...code([], 'arg0'), method: ['$eval', '$evalAsync', '$apply', '$applyAsync', '$watch', '$watchGroup', '$watchCollection'], note: 'an expression of AngularJS' },
  code(['process.dlopen'], 'arg1'),
  { api: ['worker_threads.Worker', 'Worker', 'SharedWorker', 'web-worker', 'importScripts', 'navigator.serviceWorker.register', 'audioWorklet.addModule'], places: ['arg0'], kind: 'code-injection', note: 'the code of a worker', from: ['tool', 'request', 'browser', 'remote', 'upload', 'file'] },
  // Modules by name. Whoever gives the arguments of a command line may name modules, as in `--config` and `--require`.
  { api: ['require', 'module.createRequire()', 'import', 'import-fresh', 'import-cwd', 'require-uncached', 'requireg', 'jiti()', 'jiti.createJiti().{import,esmResolve}', 'tsx/esm/api.tsImport', 'tsx/cjs/api.require', 'import-lazy()', 'decache'], places: ['arg0'], kind: 'code-injection', note: 'the name of a module that is loaded and run', from: ['tool', 'request', 'browser', 'remote', 'upload', 'file'] },
  // Expressions that libraries evaluate with access to more than their variables.
  { ...code(['jsonpath.{query,value,paths,nodes,apply,parent}'], 'arg1'), note: 'a path expression, which may hold code' },
  { ...code(['jsonpath-plus.JSONPath'], 'arg0', 'arg0.path'), note: 'a path expression, which may hold code', unless: [{ place: 'arg0.eval', is: ['safe', false] }] },
  { ...code(['static-eval', 'expression-eval.{eval,compile,evalAsync}', 'angular-expressions.compile'], 'arg0'), warn: true },
  // Browsers that are driven, and pages shown by a program.
  inPage(['puppeteer..{evaluate,evaluateHandle,evaluateOnNewDocument,waitForFunction}', 'playwright..{evaluate,evaluateHandle,evaluateAll,addInitScript,waitForFunction}', 'selenium-webdriver..{executeScript,executeAsyncScript}', 'webdriverio..{execute,executeAsync,executeScript}', 'nightmare()..evaluate'], 'arg0'),
  inPage(['playwright..addScriptTag', 'puppeteer..addScriptTag', 'playwright..addInitScript'], 'arg0.content', 'arg0.url', 'arg0.path'),
  inPage(['chrome-remote-interface..{evaluate,compileScript}'], 'arg0.expression'),
  inPage(['phantom..{evaluateJavaScript,evaluate,injectJs,includeJs}'], 'arg0'),
  inPage(['{chrome,browser}.tabs.executeScript'], 'arg0.code', 'arg1.code'),
  code(['electron..executeJavaScript', '$.globalEval'], 'arg0'),
  { ...code([], 'arg0'), method: ['executeJavaScript'] },
];
