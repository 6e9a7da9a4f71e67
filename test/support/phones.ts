import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { CompactSign } from 'jose';
import { authorizeCustomer } from '../../functions/devices/authorize-customer/declaration.ts';
import { wire as wireAuthorizer } from '../../functions/devices/authorize-customer/handler.ts';
import { createPairingCode } from '../../functions/devices/create-pairing-code/declaration.ts';
import { wire as wirePairingCode } from '../../functions/devices/create-pairing-code/handler.ts';
import { createSession } from '../../functions/devices/create-session/declaration.ts';
import { wire as wireSession } from '../../functions/devices/create-session/handler.ts';
import { pairDevice } from '../../functions/devices/pair-device/declaration.ts';
import { wire as wirePairing } from '../../functions/devices/pair-device/handler.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { authorize } from './authorizer-call.ts';
import type { TestAnswer } from './http-call.ts';
import { call } from './http-call.ts';
import type { TestPlatform } from './test-platform.ts';

/** A phone with a key that never leaves it. */
export interface Phone {
  readonly deviceId: string;
  readonly publicKeyJwk: JsonWebKey;
  readonly privateKey: KeyObject;
}

export const newPhone = (deviceId: string = randomUUID()): Phone => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { deviceId, publicKeyJwk: publicKey.export({ format: 'jwk' }), privateKey };
};

/** Seconds since the epoch on the platform's clock. */
export const epochOf = (platform: TestPlatform): number => Math.floor(platform.clock.now().epochMilliseconds / 1_000);

/** A JWS over the claims; `header` replaces what a good one has. */
export const signed = (
  key: KeyObject | Uint8Array,
  claims: JWTPayload,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> =>
  new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ alg: 'ES256', ...header }).sign(key);

/** What a phone signs when it asks for something right now. */
export const assertionBy = (platform: TestPlatform, phone: Phone, installationId: string): Promise<string> =>
  signed(phone.privateKey, { installationId, nonce: randomUUID(), iat: epochOf(platform) });

export const askForCode = (platform: TestPlatform, tenant: TenantContext, customerId: string): Promise<TestAnswer> =>
  call(wirePairingCode(platform), createPairingCode, { as: { tenant }, params: { customerId } });

/** Pairs a phone with a fresh code. */
export const paired = async (
  platform: TestPlatform,
  { tenant, customerId, phone }: { tenant: TenantContext; customerId: string; phone: Phone },
): Promise<string> => {
  const { body: code } = await askForCode(platform, tenant, customerId);
  const { deviceId, publicKeyJwk } = phone;
  const answer = await call(wirePairing(platform), pairDevice, {
    as: { nobody: true },
    body: { pairingCode: code.code, deviceId, publicKeyJwk, name: 'A phone' },
  });
  if (answer.status !== 201) throw new Error(`not paired: ${JSON.stringify(answer.body)}`);
  return String(answer.body.installationId);
};

export const askForSession = (
  platform: TestPlatform,
  body: { readonly installationId: string; readonly assertion: string },
  idempotencyKey: string | null = null,
): Promise<TestAnswer> => call(wireSession(platform), createSession, { as: { nobody: true }, body, idempotencyKey });

/** A session's token. */
export const sessionOn = async (platform: TestPlatform, phone: Phone, installationId: string): Promise<string> => {
  const assertion = await assertionBy(platform, phone, installationId);
  const answer = await askForSession(platform, { installationId, assertion });
  if (answer.status !== 201) throw new Error(`no session: ${JSON.stringify(answer.body)}`);
  return String(answer.body.sessionToken);
};

/** What the customer channel's authorizer says of a token. */
export const proveSession = (platform: TestPlatform, token: string) =>
  authorize(wireAuthorizer(platform), { [authorizeCustomer.identitySource]: `Bearer ${token}` });
