import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Hash of something secret or personal that must be found again but not read back, such as an API key or a phone
 * number. Without the pepper a stolen table does not even allow guessing.
 *
 * @param purpose separates uses of one pepper: the same text hashes differently for every purpose
 * @returns HMAC-SHA-256, 64 lower-case hex digits
 */
export const keyedHash = (pepper: string, text: string, purpose = 'lookup'): string =>
  // The purpose ends at the first NUL, so no text can be moved between purposes.
  createHmac('sha256', pepper).update(`nodal.keyed-hash.${purpose}\0`).update(text).digest('hex');

/** Compares two hashes in constant time; different lengths are unequal. */
export const sameHash = (left: string, right: string): boolean => {
  const leftBytes = Buffer.from(left);
  const rightBytes = Buffer.from(right);
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes);
};
