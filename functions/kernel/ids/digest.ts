import { createHash } from 'node:crypto';

/**
 * One short name for several facts: the same facts in the same order have the same name, others in practice another.
 * Not secret: whoever can guess the facts can check the guess.
 * @param length hex digits, at most 64; 32 keep two names from ever meeting
 */
export const digestOf = (facts: readonly string[], length = 64): string =>
  // JSON keeps ['ab', 'c'] and ['a', 'bc'] apart.
  createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, length);
