import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { PublishedKeys } from '../ports/published-keys.ts';
import type { getEncryptionKey as declaration } from './declaration.ts';

interface Dependencies {
  readonly keys: PublishedKeys;
}

/**
 * Publishes the platform's public key (AN-20).
 *
 * In: nothing. Out: the current key, as SPKI and as JWK, with the algorithms that requests are encrypted with.
 */
export const getEncryptionKey =
  ({ keys }: Dependencies): HttpUseCase<typeof declaration> =>
  async () => {
    const { kid, publicKey, jwk } = await keys.current();
    const alg = 'RSA-OAEP-256';
    return { kid, alg, enc: 'A256GCM', publicKey, jwk: { ...jwk, kid, alg, use: 'enc' } };
  };
