import type { RandomSource } from '../platform/random-source.ts';

const secretBytes = 32;

/** A signing secret as Standard Webhooks writes it: `whsec_` and base64 of 32 random bytes. */
export const makeSigningSecret = (random: RandomSource): string =>
  `whsec_${Buffer.from(random.bytes(secretBytes)).toString('base64')}`;
