import type { KeyObject } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../kernel/time/clock.ts';
import type { AdyenApis } from './client.ts';
import { readPublicKey } from './session-key.ts';

/** What Adyen's key is for; each purpose has a key of its own. */
export type KeyPurpose = 'panReveal' | 'pinReveal';

const wireKey = z.object({ publicKey: z.base64() });

/** Adyen's public keys, each kept for ten minutes; they live for months. */
export interface PublicKeys {
  /** @throws AdyenUnsuccessful, to the call that needs the key */
  current(apis: AdyenApis, purpose: KeyPurpose): Promise<KeyObject>;
}

const keptMs = 10 * 60 * 1000;

export const publicKeys = (clock: Clock): PublicKeys => {
  const kept = new Map<KeyPurpose, { readonly key: KeyObject; readonly untilMs: number }>();
  return {
    current: async ({ pins }, purpose) => {
      const now = clock.now().epochMilliseconds;
      const known = kept.get(purpose);
      if (known !== undefined && now < known.untilMs) return known.key;
      const { publicKey } = wireKey.parse(await pins.publicKey(purpose));
      const key = readPublicKey(publicKey);
      kept.set(purpose, { key, untilMs: now + keptMs });
      return key;
    },
  };
};
