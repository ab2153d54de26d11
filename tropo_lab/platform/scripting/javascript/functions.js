'use strict';
// The functions of a hosted script, its call objects and its events. What they do is decided by the platform;
// only callbacks run here.

const channel = require('./channel');
const places = require('./places');
const { plain, options: optionsOf, isMap, text } = require('./plain');

// what is said or asked is text, a destination may be a list, the others are numbers or nothing
const SPOKEN = new Set(['ask', 'conference', 'log', 'message', 'prompt', 'record', 'say', 'startCallRecording']);
const NAMES = [...SPOKEN, 'answer', 'call', 'hangup', 'redirect', 'reject', 'stopCallRecording', 'transfer', 'wait'];
const METHODS = NAMES.filter((name) => name !== 'call' && name !== 'message');
const OVER = new Set(['DISCONNECTED', 'FAILED', 'REJECTED']);
const EVENTS = { onBadChoice: 'badChoice', onTimeout: 'timeout', onError: 'error', onHangup: 'hangup',
  onRecord: 'record', onSilenceTimeout: 'silenceTimeout', onSignal: 'signal' };

const calls = new Map();
let announced = null;

/** What a function throws when the platform could not carry it out; its text is the platform's sentence. */
class TropoError extends Error {
  get name() {
    return 'TropoError';
  }

  toString() {
    return this.message;
  }
}

/** One leg: its properties, and every function as a method. */
class TropoCall {
  #shown;

  constructor(shown) {
    this.renew(shown);
  }

  renew(shown) {
    this.#shown = shown;
    const { headers, incoming, state, ...properties } = shown;
    Object.assign(this, properties);
  }

  state() {
    return carryOut('state', [], this.#shown.id);
  }

  isActive() {
    return !OVER.has(this.state());
  }

  isIncoming() {
    return this.#shown.incoming;
  }

  getHeader(name) {
    const wanted = String(name).toLowerCase();
    const found = Object.entries(this.#shown.headers).find(([key]) => key.toLowerCase() === wanted);
    return found ? found[1] : null;
  }

  get methods() {
    return [...METHODS, 'getHeader', 'isActive', 'isIncoming', 'state'];
  }

  toString() {
    return `TropoCall(${this.#shown.id})`;
  }
}

/** What a function gives back. */
class TropoEvent {
  constructor({ name, value = null, choice = null, recordURI = null, attempt = 1, call = null }) {
    Object.assign(this, { name, value: call ? callOf(call) : value, choice, recordURI, attempt });
  }

  onChoice(expected, callback) {
    return this.name === 'choice' && this.value == expected ? run(callback, this) : true;
  }

  hangup() {
    if (this.value instanceof TropoCall) this.value.hangup();
  }

  toString() {
    return `TropoEvent(${this.name})`;
  }
}

for (const [method, name] of Object.entries(EVENTS)) {
  define(TropoEvent.prototype, method, function (callback) {
    return this.name === name ? run(callback, this) : true;
  });
}

/** Run a callback that the script handed to an event; its own error is logged, as on Tropo. */
function run(callback, event) {
  try {
    callback(event);
  } catch (error) {
    const line = places.of(error && error.stack);
    carryOut('log', [`A callback failed${line ? ` in line ${line}` : ''}: ${described(error)}`], null);
  }
  return true;
}

/** The one object for that call, with what the platform says of it now. */
function callOf(shown) {
  if (!calls.has(shown.id)) calls.set(shown.id, new TropoCall(shown));
  else calls.get(shown.id).renew(shown);
  return calls.get(shown.id);
}

/** Bind `currentCall` anew when the platform names another; what the script bound itself stays until then. */
function announce(shown) {
  const call = shown ? callOf(shown) : null;
  if (call === announced) return;
  announced = call;
  globalThis.currentCall = call;
}

/** Ask the platform, run the callbacks that it names, and give its event or value, or throw its error. */
function carryOut(op, given, leg, nullCall = false) {
  const options = given.slice(1).find(isMap) || {};
  const args = given.filter((one) => one !== options).map((one) => (op === 'log' || (SPOKEN.has(op) && one != null) ? text(one) : plain(one)));
  const request = { op, args, options: optionsOf(options), leg, line: places.here() };
  channel.tell(nullCall ? { ...request, null_call: true } : request);
  for (;;) {
    const reply = channel.hear();
    if ('currentCall' in reply) announce(reply.currentCall);
    if (reply.callback) {
      channel.tell(resumed(options[reply.callback], new TropoEvent(reply.event)));
    } else if (reply.error) {
      throw raised(reply);
    } else {
      return reply.event ? new TropoEvent(reply.event) : reply.value;
    }
  }
}

function resumed(callback, event) {
  try {
    callback(event);
    return { op: 'resume' };
  } catch (error) {
    return { op: 'resume', error: described(error), line: places.of(error && error.stack) };
  }
}

function raised({ error, kind }) {
  return kind === 'no-call' ? new TypeError(error) : new TropoError(error);
}

/** An error in one line: its class and its message. */
function described(error) {
  if (error instanceof TropoError) return error.message;
  return error instanceof Error ? `${text(error.name)}: ${text(error.message)}` : text(error);
}

function define(target, name, value) {
  Object.defineProperty(target, name, { value, writable: true, configurable: true });
}

for (const name of METHODS) {
  define(TropoCall.prototype, name, function (...given) {
    return carryOut(name, given, this.id);
  });
}

/** The functions and variables that a script finds, for the session that `hello` speaks of. */
exports.globals = (hello) => {
  const found = { TropoCall, TropoEvent };
  for (const name of NAMES) {
    found[name] = (...given) => {
      const call = globalThis.currentCall;
      return carryOut(name, given, call ? call.id : null, !call);
    };
  }
  found.getHeader = (name) => globalThis.currentCall.getHeader(name);
  found.print = found.println = (...values) => channel.print(values.map(text).join(' '));
  announced = hello.currentCall ? callOf(hello.currentCall) : null;
  found.currentCall = announced;
  found.incomingCall = announced || 'nullCall';
  found.currentApp = { baseDir: hello.baseDir };
  // Java objects on Tropo, which scripts print at most
  found.callFactory = found.appInstance = Object.freeze({});
  return found;
};

exports.TropoError = TropoError;
