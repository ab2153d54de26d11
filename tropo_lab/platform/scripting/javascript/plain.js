'use strict';
// What JSON can say of a script's values.

const DEEPEST = 20;

/** `value` as JSON can carry it: a callback becomes true, anything odd its text. */
function plain(value, depth = 0) {
  if (value instanceof String || value instanceof Number || value instanceof Boolean) value = value.valueOf();
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value) && depth < DEEPEST) return value.map((one) => plain(one, depth + 1));
  if (isMap(value) && depth < DEEPEST) return options(value, depth + 1);
  return text(value);
}

/** An object of options without its functions, but for callbacks: those are true. */
function options(given, depth = 0) {
  const kept = {};
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== 'function') kept[name] = plain(value, depth);
    else if (depth === 0 && name.startsWith('on')) kept[name] = true;
  }
  return kept;
}

/** Whether it is written as `{…}`, and so holds options. */
function isMap(value) {
  if (value === null || typeof value !== 'object') return false;
  const parent = Object.getPrototypeOf(value);
  return parent === Object.prototype || parent === null;
}

/** What the script would see if it printed `value`. */
function text(value) {
  try {
    return String(value);
  } catch {
    return '(its text cannot be made)';
  }
}

module.exports = { plain, options, isMap, text };
