import { compactVerify, errors, importJWK } from 'jose';
import * as z from 'zod';
import { parseStrictJson } from '../../kernel/crypto/strict-json.ts';
import { DomainError } from '../../kernel/errors/domain-error.ts';
import { isResourceId, tagOf } from '../../kernel/ids/ids.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { Assertion } from '../domain/assertion.ts';
import { isCurrent } from '../domain/assertion.ts';
import type { DeviceKey } from '../domain/device-key.ts';
import type { AssertionProofs } from '../ports/assertion-proofs.ts';
import type { InstallationStore } from '../ports/installation-store.ts';

/** Whatever else a header may ask for (`jwk`, `jku`, `x5c`, `crit`, `b64`) is a wish to be verified differently. */
const headerSchema = z.strictObject({
  alg: z.literal('ES256'),
  typ: z.string().max(32).optional(),
  kid: z.string().max(128).optional(),
});

const claimsSchema = z.strictObject({
  installationId: z.string().refine((text) => isResourceId('ins', text)),
  nonce: z.string().min(8).max(256),
  iat: z.int(),
});

const maxLength = 4_096;

/** The bytes behind base64url without padding; undefined for every spelling but the one. */
const bytesOf = (text: string): Uint8Array | undefined => {
  const bytes = Buffer.from(text, 'base64url');
  return text !== '' && bytes.toString('base64url') === text ? bytes : undefined;
};

const jsonOf = (bytes: Uint8Array): unknown => {
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
};

/** What an assertion says, before anything of it is believed; undefined for any form but the one. */
const readAssertion = (text: string): Assertion | undefined => {
  const parts = text.length > maxLength ? [] : text.split('.').map(bytesOf);
  const [header, claims, signature] = parts;
  if (parts.length !== 3 || header === undefined || claims === undefined || signature === undefined) return undefined;
  if (!headerSchema.safeParse(jsonOf(header)).success) return undefined;
  return claimsSchema.safeParse(jsonOf(claims)).data;
};

const isSignedBy = async (text: string, { kty, crv, x, y }: DeviceKey): Promise<boolean> => {
  const key = await importJWK({ kty, crv, x, y }, 'ES256');
  try {
    await compactVerify(text, key, { algorithms: ['ES256'] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
};

/** Assertions as compact JWS. @param deps.clock real time */
export const joseAssertionProofs = (deps: {
  readonly installations: Pick<InstallationStore, 'find'>;
  readonly clock: Clock;
}): AssertionProofs => ({
  prove: async (tenant: TenantContext, text) => {
    const assertion = readAssertion(text);
    if (assertion === undefined || tagOf(assertion.installationId) !== tenant.tag) return undefined;
    if (!isCurrent(assertion, deps.clock.now())) return undefined;
    const installation = await deps.installations.find(tenant, assertion.installationId);
    if (installation?.status !== 'active' || !(await isSignedBy(text, installation.key))) return undefined;
    return { assertion, installation };
  },
});
