import type { TenantContext } from '../tenancy/tenant-context.ts';

/** `T#<tenantId>#<part>#<part>…`: the only way to a partition of a tenant, in the table and in its indexes. */
export const tenantKey = (tenant: TenantContext, ...parts: readonly string[]): string =>
  ['T', tenant.tenantId, ...parts].join('#');

/**
 * Global look-ups. They hold ids, hashes and, for a person at an issuer, totals that no tenant reads as they are; no
 * other business data (design.md section 4).
 */
export type LookupKind = 'APIKEY' | 'TAG' | 'REF' | 'TENANTS' | 'PLATFORM' | 'PERSON' | 'SESSION' | 'PAIRING';

export const lookupKey = (kind: LookupKind, ...parts: readonly string[]): string => [kind, ...parts].join('#');
