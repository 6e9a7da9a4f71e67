import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { CompactSign } from 'jose';
import * as z from 'zod';
import { systemClock } from '../../functions/kernel/time/clock.ts';
import type { ApiClient } from './api-client.ts';
import { apiClient } from './api-client.ts';
import type { EncryptedCalls } from './encrypted-call.ts';
import { encryptedCalls } from './encrypted-call.ts';
import type { Secret } from './leak-scan.ts';

const pairingCode = z.object({ code: z.string() });
const device = z.object({ installationId: z.string() });
const session = z.object({ sessionToken: z.string(), expiresAt: z.string() });

/** The tenant's app on a customer's phone, in a session. */
export interface CustomerApp {
  readonly installationId: string;
  readonly sessionEndsAt: string;
  readonly api: ApiClient;
  readonly encrypted: EncryptedCalls;
  /** What the phone's key signs when its holder proves to be there. */
  readonly sign: () => Promise<string>;
}

/** Where a phone is paired: the platform, the tenant's backend, and what was shown to one caller alone. */
interface Surroundings {
  readonly platform: { readonly baseUrl: string };
  readonly api: ApiClient;
  readonly secrets: Secret[];
}

/** Pairs a phone with a code from the tenant's backend, and opens a session by a proof of its key. */
export const pairedApp = async ({ platform, api, secrets }: Surroundings, customerId: string): Promise<CustomerApp> => {
  const codes = `/secure/customers/${customerId}/pairing-codes`;
  const { code } = await api.call({ method: 'POST', path: codes }, pairingCode);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const anybody = apiClient(platform.baseUrl, {});
  const phone = { pairingCode: code, deviceId: randomUUID(), publicKeyJwk: publicKey.export({ format: 'jwk' }) };
  const { installationId } = await anybody.call({ method: 'POST', path: '/customers/devices', body: phone }, device);
  const sign = (): Promise<string> => {
    const claims = {
      installationId,
      nonce: randomUUID(),
      iat: Math.floor(systemClock.now().epochMilliseconds / 1_000),
    };
    return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
  };
  const body = { installationId, assertion: await sign() };
  const opened = await anybody.call({ method: 'POST', path: '/customers/sessions', body }, session);
  const { sessionToken, expiresAt } = opened;
  secrets.push({ what: 'pairing code', value: code }, { what: 'session token', value: sessionToken });
  const own = apiClient(platform.baseUrl, { authorization: `Bearer ${sessionToken}` });
  const encrypted = await encryptedCalls(own, '/customers/encryption-key');
  return { installationId, sessionEndsAt: expiresAt, api: own, encrypted, sign };
};
