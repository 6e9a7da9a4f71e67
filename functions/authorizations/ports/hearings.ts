import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { MessageName } from '../domain/network-message.ts';

/** The message whose approval it is. */
export interface Approval {
  readonly balanceId: string;
  readonly message: MessageName;
}

/**
 * What is known of who told the network of an approval, besides the request that wrote it: requests are named by their
 * ids, and none of it is there while a message comes once and is answered in time.
 */
export interface Hearing {
  /** Repeats that answered with the approval, or are about to. */
  readonly told: ReadonlySet<string>;
  /** Requests that answered "declined, try again"; they tell of no approval any more. */
  readonly denied: ReadonlySet<string>;
  readonly isTakenBack: boolean;
  /** Counts the changes; 0: nothing is kept. */
  readonly version: number;
}

/** Keeps an approval that the network heard of and its reversal apart: whichever is written first, the other sees. */
export interface Hearings {
  /** Strongly consistent. */
  find(tenant: TenantContext, approval: Approval): Promise<Hearing>;
  /** Before a repeat answers with the approval. Refused with TakenBack, or TemporarilyUnavailable when it was denied. */
  tell(tenant: TenantContext, approval: Approval, requestId: string): WriteIntent;
  /** The request was answered "declined, try again": what it may yet write as `tell` is refused. */
  deny(tenant: TenantContext, approval: Approval, requestId: string): WriteIntent;
  /** Belongs into the transaction of the reversal. Refused with concurrent_change unless all is as it was seen. */
  takeBack(tenant: TenantContext, approval: Approval, seen: Hearing): WriteIntent;
}
