import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { CompactSign } from 'jose';
import * as z from 'zod';
import type { JourneyPlatform } from '../platform.ts';
import type { Answer, Caller } from './caller.ts';
import { answered, caller } from './caller.ts';

export const pairingCode = z.strictObject({ code: z.string().min(20), expiresAt: z.iso.datetime() });
const pairedDevice = z.strictObject({ installationId: z.string().startsWith('ins_') });
export const openedSession = z.strictObject({ sessionToken: z.string().min(32), expiresAt: z.iso.datetime() });

/** An app on a phone: a key that never leaves it, and the platform's customer surface. */
export interface Phone {
  readonly installationId: string;
  /** What the phone signs when it asks for something right now; `claims` replaces what a good one says. */
  sign(claims?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Asks for a session. */
  signIn(assertion?: string): Promise<Answer>;
  /** Opens a session. @returns the customer at work in it */
  open(): Promise<Caller>;
}

/** The customer surface without any credential. */
export const anybody = ({ baseUrl }: JourneyPlatform): Caller => caller(baseUrl, {});

/** Pairs a new phone, as a tenant's backend and its app do together. */
export const pairedPhone = async (
  platform: JourneyPlatform,
  tenant: Caller,
  { customerId, deviceId = randomUUID() }: { readonly customerId: string; readonly deviceId?: string },
): Promise<Phone> => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issued = await tenant.post(`/secure/customers/${customerId}/pairing-codes`);
  const { code } = answered(issued, 201, pairingCode);
  const app = anybody(platform);
  const body = { pairingCode: code, deviceId, publicKeyJwk: publicKey.export({ format: 'jwk' }), name: 'Phone' };
  const { installationId } = answered(await app.post('/customers/devices', body), 201, pairedDevice);
  const sign: Phone['sign'] = (claims = {}) => {
    const said = { installationId, nonce: randomUUID(), iat: Math.floor(Date.now() / 1_000), ...claims };
    return new CompactSign(Buffer.from(JSON.stringify(said))).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
  };
  const signIn: Phone['signIn'] = async (assertion) =>
    app.post('/customers/sessions', { installationId, assertion: assertion ?? (await sign()) });
  return {
    installationId,
    sign,
    signIn,
    open: async () => {
      const { sessionToken } = answered(await signIn(), 201, openedSession);
      return caller(platform.baseUrl, { authorization: `Bearer ${sessionToken}` });
    },
  };
};
