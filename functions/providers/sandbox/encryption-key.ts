import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import * as z from 'zod';
import type { ProviderPlatform } from './exchange.ts';
import { baseUrl, send } from './transport.ts';

const published = z.object({
  kid: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
  alg: z.literal('RSA-OAEP-256'),
  enc: z.literal('A256GCM'),
  publicKey: z.base64(),
});

/** The provider's key that requests are encrypted to. */
export interface EncryptionKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
}

/** Keeps the provider's key for ten minutes: it publishes a new one long before it drops the old. */
export interface EncryptionKeys {
  /** @returns undefined when the provider does not answer */
  current(timeoutMs: number): Promise<EncryptionKey | undefined>;
  /** The provider could not decrypt: whatever is kept is out of date. */
  forget(): void;
}

const keptMs = 10 * 60 * 1000;

const read = (text: string): EncryptionKey => {
  const { kid, publicKey } = published.parse(JSON.parse(text));
  return { kid, publicKey: createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }) };
};

/** @param path the provider's key, such as `/issuer/v1/encryption-key` */
export const encryptionKeys = (platform: ProviderPlatform, path: string): EncryptionKeys => {
  let kept: { readonly key: EncryptionKey; readonly untilMs: number } | undefined;
  return {
    current: async (timeoutMs) => {
      const now = platform.clock.now().epochMilliseconds;
      if (kept !== undefined && now < kept.untilMs) return kept.key;
      const answer = await send(platform.fetch, `${baseUrl(platform)}${path}`, { method: 'GET', timeoutMs });
      if (answer.status !== 200) return undefined;
      kept = { key: read(answer.text), untilMs: now + keptMs };
      return kept.key;
    },
    forget: () => {
      kept = undefined;
    },
  };
};
