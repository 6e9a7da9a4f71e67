import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import * as z from 'zod';
import type { HttpFetch } from '../../kernel/platform/platform.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { toDate } from '../../kernel/time/clock.ts';
import type { StaffTokens } from '../ports/staff-tokens.ts';

/** Where the pool's tokens come from and for whom they are. */
export interface StaffPool {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
}

const claimsSchema = z.object({
  sub: z.string().min(1),
  token_use: z.literal('id'),
  'cognito:groups': z.array(z.string()).default([]),
  'custom:tenant': z.string().regex(/^(?:platform|ten_[0-9a-z]{26})$/),
});

/** The token's own faults. Every other error is the pool's or ours, and is nobody's proof of anything. */
const faultsOfTokens = [
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSMultipleMatchingKeys,
  errors.JWKSNoMatchingKey,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JWTClaimValidationFailed,
  errors.JWTExpired,
  errors.JWTInvalid,
];

/** Tokens signed RS256 by the pool's published keys, which are kept for ten minutes. */
export const joseStaffTokens = (pool: StaffPool, platform: { clock: Clock; fetch: HttpFetch }): StaffTokens => {
  const keys = createRemoteJWKSet(new URL(pool.jwksUrl), { timeoutDuration: 3_000, [customFetch]: platform.fetch });
  return {
    verify: async (token) => {
      const verified = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: pool.issuer,
        audience: pool.audience,
        requiredClaims: ['exp', 'sub'],
        currentDate: toDate(platform.clock.now()),
      }).catch((error: unknown) => {
        if (faultsOfTokens.some((fault) => error instanceof fault)) return undefined;
        throw error;
      });
      const claims = claimsSchema.safeParse(verified?.payload);
      if (!claims.success) return undefined;
      const { sub, 'cognito:groups': groups, 'custom:tenant': tenant } = claims.data;
      return { subject: sub, groups, tenant };
    },
  };
};
