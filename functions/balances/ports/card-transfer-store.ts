import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardTransfer } from '../domain/card-transfer.ts';

/** Transfers to cards outside the program. Reads are strongly consistent. */
export interface CardTransferStore {
  find(tenant: TenantContext, transferId: string): Promise<CardTransfer | undefined>;
  /** Refused with concurrent_change when it is there. */
  create(tenant: TenantContext, transfer: CardTransfer): WriteIntent;
  /** Notes its end; refused with concurrent_change unless it was still held. */
  finish(tenant: TenantContext, transfer: CardTransfer): WriteIntent;
  /** The partition that holds it and its history. */
  partition(tenant: TenantContext, transferId: string): string;
}
