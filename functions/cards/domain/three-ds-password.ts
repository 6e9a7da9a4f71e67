const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
const length = 24;

/**
 * A default 3-D Secure password (AL-29: 1 to 30 characters of a restricted set), about 139 bits.
 * @param bytes at least 24 random bytes
 */
export const threeDsPassword = (bytes: Uint8Array): string =>
  Array.from(bytes.slice(0, length), (byte) => alphabet[byte % alphabet.length]).join('');

/** Random bytes that a password takes. */
export const threeDsPasswordBytes = length;
