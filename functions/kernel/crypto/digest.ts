import { createHash } from 'node:crypto';

/** SHA-256, 64 lower-case hex digits. For what is no secret: low-entropy secrets need a keyed hash. */
export const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
