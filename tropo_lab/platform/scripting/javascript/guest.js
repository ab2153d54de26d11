'use strict';
// Inside a hosted JavaScript's own process, which runs one script: its variables, its one run, and what it broke on.

const inspector = require('node:inspector');
const { setImmediate } = require('node:timers');
const vm = require('node:vm');
const channel = require('./channel');
const places = require('./places');
const { globals } = require('./functions');

// what the language itself has; all else that Node.js adds was not there on Tropo
const LANGUAGE = new Set(vm.runInNewContext('Object.getOwnPropertyNames(globalThis)'));
for (const name of ['console', 'WebAssembly']) LANGUAGE.delete(name);
const JAVA = new Set(['java', 'javax', 'Packages', 'importPackage', 'importClass', 'JavaImporter', 'JavaAdapter']);
const ELSEWHERE = new Set(Object.getOwnPropertyNames(globalThis).filter((name) => !LANGUAGE.has(name)));
for (const name of ['require', 'module', 'exports', 'window', 'document', 'alert', 'XMLHttpRequest']) ELSEWHERE.add(name);

const v8 = new inspector.Session();
v8.connect();
v8.post('Runtime.enable');
// what a promise was broken by, and what a script that bends the language itself makes of this side
for (const event of ['unhandledRejection', 'uncaughtException']) {
  process.on(event, (error) => {
    Error.prepareStackTrace = undefined;
    const stack = error instanceof Error ? String(error.stack) : `Uncaught ${String(error)}`;
    leave(failure('run', stack, places.of(stack)));
  });
}

const hello = channel.hear();
places.name = hello.name;
for (const name of Object.getOwnPropertyNames(globalThis)) if (!LANGUAGE.has(name)) delete globalThis[name];
// parameters first: one called `say` does not hide the function
for (const [name, value] of [...Object.entries(hello.parameters), ...Object.entries(globals(hello))]) {
  if (!LANGUAGE.has(name)) {
    Object.defineProperty(globalThis, name, { value, writable: true, enumerable: true, configurable: true });
  }
}
play(hello.script);

/** Compile and execute the script as a classic one, whose names are global; then tell the platform how it ended. */
function play(expression) {
  // through the debugger's door, as it alone knows the line of whatever is thrown, a text included
  const compiled = post('Runtime.compileScript', { expression, sourceURL: hello.name, persistScript: true });
  if (compiled.exceptionDetails) leave(broken('compile', compiled.exceptionDetails, expression));
  const done = post('Runtime.runScript', { scriptId: compiled.scriptId, silent: true });
  if (done.exceptionDetails) leave(broken('run', done.exceptionDetails, expression));
  // promises that the script left are kept first
  setImmediate(leave, { op: 'end' });
}

function post(method, parameters) {
  let result;
  v8.post(method, parameters, (error, answer) => {
    if (error) throw new Error(error.message);
    result = answer;
  });
  return result;
}

function leave(last) {
  channel.tell(last);
  channel.leave();
}

function broken(stage, details, source) {
  const thrown = details.exception || {};
  const frames = details.stackTrace ? details.stackTrace.callFrames : [];
  let own;
  // a plain loop: the script may have bent what arrays can do
  for (let at = 0; at < frames.length && !own; at++) if (frames[at].url === hello.name) own = frames[at];
  const described = thrown.subtype === 'error' ? thrown.description : undefined;
  const line = (stage === 'run' && places.of(described)) || (own || details).lineNumber + 1;
  return failure(stage, described || `Uncaught ${thrown.description || thrown.value}`, line, source);
}

function failure(stage, stack, line, source = '') {
  const error = stack.split('\n    at ')[0].replace(/^TropoError: /, '');
  const missing = (/^ReferenceError: (\S+) is not defined/.exec(error) || [])[1] || null;
  const fix = remedy(stage, missing, source.split('\n')[line - 1]);
  // what only another engine has is no variable that a launch could have passed
  return { op: 'failed', stage, line, error, missing: fix ? null : missing, fix };
}

function remedy(stage, missing, written = '') {
  if (JAVA.has(missing)) return 'Java classes are not here: this lab runs JavaScript on Node.js, not on the Java of Tropo.';
  if (missing === 'console') return 'Tropo\'s JavaScript had no console: use log.';
  if (ELSEWHERE.has(missing)) return `Tropo's JavaScript had no ${missing}: use the language itself and Tropo's functions.`;
  if (stage === 'compile' && /\bfor\s+each\s*\(/.test(written)) return 'Write `for (… of …)`: `for each` was known to the JavaScript of Tropo only.';
  return null;
}
