import { createPublicKey } from 'node:crypto';
import * as z from 'zod';
import type { KeyRing } from '../../kernel/platform/platform.ts';
import type { PublishedKeys } from '../ports/published-keys.ts';

const rsaJwk = z.object({ kty: z.literal('RSA'), n: z.string(), e: z.string() });

/** The current key of a ring, in the forms that callers read. */
export const ringPublishedKeys = (ring: KeyRing): PublishedKeys => ({
  current: async () => {
    const { kid, spki } = await ring.current();
    const der = Buffer.from(spki);
    const jwk = createPublicKey({ key: der, format: 'der', type: 'spki' }).export({ format: 'jwk' });
    return { kid, publicKey: der.toString('base64'), jwk: rsaJwk.parse(jwk) };
  },
});
