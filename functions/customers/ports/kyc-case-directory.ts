import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** What others may know of a KYC case: who runs it at the vendor, and whether a result is still waited for. */
export interface KycCaseEntry {
  readonly kycId: string;
  /** The vendor's id of the case; undefined while the vendor has not answered yet. */
  readonly externalId: string | undefined;
  readonly method: 'aadhaar_otp' | 'video';
  /** True until the case reaches a final status (domain.md 2.2). */
  readonly open: boolean;
}

/** Looks KYC cases up for subdomains that only need to address them. */
export interface KycCaseDirectory {
  /** @returns undefined when the tenant has no such case, be it unknown, malformed or another tenant's */
  find(tenant: TenantContext, kycId: string): Promise<KycCaseEntry | undefined>;
}
