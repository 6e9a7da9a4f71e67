import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Issuance } from '../domain/issuance.ts';

/** A workflow that waits for the end of a KYC case. */
export interface Waiter {
  readonly issuanceId: string;
  /** Task token of the waiting execution: whoever has it can only let it go on. */
  readonly taskToken: string;
}

/** Issuances of a tenant. Reads are strongly consistent. */
export interface IssuanceStore {
  find(tenant: TenantContext, issuanceId: string): Promise<Issuance | undefined>;
  create(tenant: TenantContext, issuance: Issuance): WriteIntent;
  /** Refused with ConcurrentChange unless `issuance.sequence - 1` is stored. */
  replace(tenant: TenantContext, issuance: Issuance): WriteIntent;
  partition(tenant: TenantContext, issuanceId: string): string;
  /** Notes that an execution waits for the case; a later try of the same execution replaces the token. */
  wait(tenant: TenantContext, kycId: string, waiter: Waiter): Promise<void>;
  /** Executions that wait for the case, at most 25. */
  waiters(tenant: TenantContext, kycId: string): Promise<readonly Waiter[]>;
  /** Forgets an execution, unless a later try has left another token meanwhile. */
  stopWaiting(tenant: TenantContext, kycId: string, waiter: Waiter): Promise<void>;
}
