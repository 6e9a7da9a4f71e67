import type { Temporal } from 'temporal-polyfill';

export const apiKeyStatuses = ['live', 'revoked'] as const;
export type ApiKeyStatus = (typeof apiKeyStatuses)[number];

/** A tenant's key to the API. Any number may be live at once, so that a tenant can change keys without a gap. */
export interface ApiKey {
  readonly keyId: string;
  /** Keyed hash of the secret (M-31); the secret itself is nowhere. */
  readonly hash: string;
  readonly status: ApiKeyStatus;
  readonly createdAt: Temporal.Instant;
  readonly revokedAt?: Temporal.Instant | undefined;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

/** Random bytes in a secret: more than anybody can guess. */
export const secretBytes = 32;

/** The secret as the tenant keeps it; the prefix lets secret scanners find a leaked one. */
export const secretOf = (random: Uint8Array): string => `nodal_${Buffer.from(random).toString('base64url')}`;

/** False for what cannot be one of our secrets, before any look-up. */
export const looksLikeSecret = (text: string): boolean => /^nodal_[A-Za-z0-9_-]{43}$/.test(text);

export const issueApiKey = (keyId: string, hash: string, now: Temporal.Instant): ApiKey => ({
  keyId,
  hash,
  status: 'live',
  createdAt: now,
  sequence: 1,
});

/** The key, revoked for good; a revoked one as it is. */
export const revokeApiKey = (key: ApiKey, now: Temporal.Instant): ApiKey =>
  key.status === 'revoked' ? key : { ...key, status: 'revoked', revokedAt: now, sequence: key.sequence + 1 };
