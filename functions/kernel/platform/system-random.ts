import { randomBytes } from 'node:crypto';
import type { RandomSource } from './platform.ts';

/** The machine's cryptographic entropy. */
export const systemRandom: RandomSource = {
  bytes: (count) => randomBytes(count),
};
