import type { Item } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Balance } from '../domain/balance.ts';

/** A balance with less than nothing available. */
export interface Overdraft {
  readonly tenantId: string;
  readonly balance: Pick<Balance, 'balanceId' | 'customerId' | 'currency'> & {
    /** Minor units, below zero. */
    readonly available: bigint;
  };
}

/** What the warning of an overdrawn balance needs. */
export interface Overdrafts {
  /** The balance that a change of the table took below zero; undefined for every other change. */
  read(change: { readonly before: Item | undefined; readonly after: Item | undefined }): Overdraft | undefined;
  /** The partition that holds the balance and its history. */
  partition(tenant: TenantContext, balanceId: string): string;
  /** Whether this crossing was warned of. */
  wasRaised(tenant: TenantContext, balanceId: string, crossing: string): Promise<boolean>;
  /** The number of the balance's next record, and the write that takes it. */
  nextSequence(
    tenant: TenantContext,
    balanceId: string,
  ): Promise<{ readonly sequence: number; readonly write: WriteIntent }>;
}
