'use strict';
// The way to the platform: one question at a time, each a line of JSON, each answered before the script goes on.

const { Buffer } = require('node:buffer');
const fs = require('node:fs');

// the script's own globals hold none of these
const { reallyExit } = process;

const CHANNEL = 3;
const PIECE = 65536;
let heard = Buffer.alloc(0);

/** What a system call gives; where it fails, the platform has gone, and so does this process. */
function certain(call, ...given) {
  try {
    return call(...given);
  } catch {
    return exports.leave();
  }
}

function write(descriptor, text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += certain(fs.writeSync, descriptor, bytes, at);
}

exports.tell = (message) => write(CHANNEL, `${JSON.stringify(message)}\n`);

exports.print = (text) => write(1, `${text}\n`);

/** End this process, its output written. */
exports.leave = () => reallyExit(0);

/** The next line of the platform; without one it has gone, and so does this process. */
exports.hear = () => {
  const pieces = [heard];
  const piece = Buffer.alloc(PIECE);
  let end = heard.indexOf(10);
  while (end < 0) {
    const length = certain(fs.readSync, CHANNEL, piece, 0, PIECE, null);
    if (length === 0) exports.leave();
    pieces.push(Buffer.from(piece.subarray(0, length)));
    end = pieces[pieces.length - 1].indexOf(10);
  }
  const bytes = Buffer.concat(pieces);
  end = bytes.indexOf(10);
  heard = bytes.subarray(end + 1);
  return JSON.parse(bytes.toString('utf8', 0, end));
};
