import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { CompactSign } from 'jose';
import * as z from 'zod';
import { systemClock } from '../functions/kernel/time/clock.ts';
import type { ApiClient } from '../local/demo/api-client.ts';
import { apiClient } from '../local/demo/api-client.ts';
import { measured } from '../local/demo/costs.ts';
import type { EncryptedCalls } from '../local/demo/encrypted-call.ts';
import { encryptedCalls } from '../local/demo/encrypted-call.ts';
import type { LocalPlatform } from '../local/platform.ts';
import type { Figures } from './gate.ts';
import { countsOf } from './step-counts.ts';

const pairingCode = z.looseObject({ code: z.string() });
const paired = z.looseObject({ installationId: z.string() });
const session = z.looseObject({ sessionToken: z.string() });

/** A customer's app in a session. */
export interface CustomerApp {
  readonly me: ApiClient;
  readonly encrypted: EncryptedCalls;
  readonly authorization: string;
  /** What the phone signs when it is asked for a proof. */
  readonly prove: () => Promise<string>;
}

/** What the app may be signed in with: it has no credential yet. */
const nobody = { authorization: '' };

/** Pairs a phone and opens a session, each step counted. @param authorizer the cost of the tenant's own */
export const signIn = async (
  platform: LocalPlatform,
  tenant: ApiClient,
  { customerId, authorizer }: { customerId: string; authorizer: Parameters<typeof countsOf>[1] },
): Promise<{ readonly app: CustomerApp; readonly figures: Figures }> => {
  const anybody = apiClient(platform.baseUrl, nobody);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const path = `/secure/customers/${customerId}/pairing-codes`;
  const code = await measured(platform, () => tenant.call({ method: 'POST', path }, pairingCode));
  const phone = { pairingCode: code.result.code, deviceId: randomUUID(), name: 'Phone' };
  const body = { ...phone, publicKeyJwk: publicKey.export({ format: 'jwk' }) };
  const pairing = await measured(platform, () =>
    anybody.call({ method: 'POST', path: '/customers/devices', body }, paired),
  );
  const { installationId } = pairing.result;
  const prove = (): Promise<string> => {
    const iat = Math.floor(systemClock.now().epochMilliseconds / 1_000);
    const claims = Buffer.from(JSON.stringify({ installationId, nonce: randomUUID(), iat }));
    return new CompactSign(claims).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
  };
  const proof = { installationId, assertion: await prove() };
  const opening = await measured(platform, () =>
    anybody.call({ method: 'POST', path: '/customers/sessions', body: proof }, session),
  );
  const authorization = `Bearer ${opening.result.sessionToken}`;
  const me = apiClient(platform.baseUrl, { authorization });
  const encrypted = await encryptedCalls(me, '/customers/encryption-key');
  return {
    app: { me, encrypted, authorization, prove },
    figures: {
      ...countsOf('createPairingCode', code.cost, authorizer),
      ...countsOf('pairDevice', pairing.cost),
      ...countsOf('createSession', opening.cost),
    },
  };
};
