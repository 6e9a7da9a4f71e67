import { createHash } from 'node:crypto';

const byCodeUnit = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  left < right ? -1 : 1;

const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const canonicalNumber = (value: number): string => {
  if (!Number.isFinite(value)) throw new TypeError('a number that JSON cannot hold has no canonical form');
  return JSON.stringify(value);
};

const canonicalObject = (value: object): string => {
  if (Array.isArray(value)) return `[${value.map((element) => canonical(element ?? null)).join(',')}]`;
  if (!isPlainObject(value)) throw new TypeError('only plain objects have a canonical form');
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(byCodeUnit)
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
};

/**
 * One text for one JSON value: members sorted by UTF-16 code unit, no spaces, absent and undefined the same
 * (the idea of RFC 8785). A bigint reads as the integer it stands for.
 */
const canonical = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      return canonicalNumber(value);
    case 'bigint':
      return value.toString();
    case 'object':
      return value === null ? 'null' : canonicalObject(value);
    default:
      throw new TypeError(`a ${typeof value} has no canonical form`);
  }
};

/**
 * Tells whether two requests ask for the same (spec domain.md 2.12): equal for equal JSON values, however their
 * members are ordered or spaced.
 * @param value a JSON value; plain objects, arrays, strings, numbers, bigints, booleans, null
 * @returns SHA-256 of the canonical form, lower-case hex
 * @throws TypeError for anything else: a request that cannot be compared must not be replayed
 */
export const fingerprint = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');
