import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** What others may know of a KYC case: who runs it at the vendor, and whether a result is still waited for. */
export interface KycCaseEntry {
  readonly kycId: string;
  /** The vendor's id of the case; undefined when no vendor has one. */
  readonly externalId: string | undefined;
  readonly method: 'aadhaar_otp' | 'video';
  /** True until the case reaches a final status (domain.md 2.2). */
  readonly open: boolean;
}

/** Looks up the KYC cases that a vendor runs, for subdomains that only need to address them. */
export interface KycCaseDirectory {
  /** @returns undefined when a vendor runs no such case for the tenant: unknown, malformed, or another tenant's */
  find(tenant: TenantContext, kycId: string): Promise<KycCaseEntry | undefined>;
  /** Ids of the same customer's open cases that would find out no more than this approved case, whoever ran it. */
  coveredBy(tenant: TenantContext, kycId: string): Promise<readonly string[]>;
}
