'use strict';
// Which line of the script is being executed, and which one an error came from.

exports.name = 'script.js';

/** The line of the script that is being executed now; null when it is none of its lines. */
exports.here = () => {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = Infinity;
  Error.prepareStackTrace = (_, frames) => frames;
  const frames = new Error().stack;
  Error.prepareStackTrace = prepareStackTrace;
  Error.stackTraceLimit = stackTraceLimit;
  // a plain loop: the script may have bent what arrays can do
  for (let at = 0; at < frames.length; at++) {
    if (frames[at].getFileName() === exports.name) return frames[at].getLineNumber();
  }
  return null;
};

/** The line of the script that a stack, as text, names first; null when it names none. */
exports.of = (stack) => {
  for (const line of String(stack).split('\n')) {
    const [, file, number] = /^ {4}at (?:.*\()?(.*?):(\d+):\d+\)?$/.exec(line) || [];
    if (file === exports.name) return Number(number);
  }
  return null;
};
