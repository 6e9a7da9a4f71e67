import type { JSONWebKeySet } from 'jose';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { StaffRole } from '../functions/kernel/operation/declaration.ts';

/** Stands in for the Cognito user pool: signs ID tokens with the pool's claims and publishes its key. */
export interface StaffTokens {
  readonly issuer: string;
  readonly audience: string;
  readonly jwks: JSONWebKeySet;
  /**
   * An ID token of a member of staff, valid for a day.
   * @param staff.tenant tenant id, or `platform` for operators; null leaves the claim out
   */
  idToken(staff: { role: StaffRole; tenant: string | null; subject?: string }): Promise<string>;
}

export const staffAudience = 'nodal-local-staff';

/** @param issuer the URL under which the pool's `/.well-known/jwks.json` is served */
export const staffTokens = async (issuer: string): Promise<StaffTokens> => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const kid = 'staff-local-1';
  const jwk = await exportJWK(publicKey);
  return {
    issuer,
    audience: staffAudience,
    jwks: { keys: [{ ...jwk, kid, alg: 'RS256', use: 'sig' }] },
    idToken: ({ role, tenant, subject }) =>
      new SignJWT({
        token_use: 'id',
        'cognito:groups': [role],
        ...(tenant === null ? {} : { 'custom:tenant': tenant }),
      })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setSubject(subject ?? `local-${role.toLowerCase()}`)
        .setIssuer(issuer)
        .setAudience(staffAudience)
        .setIssuedAt()
        .setExpirationTime('24h')
        .sign(privateKey),
  };
};
