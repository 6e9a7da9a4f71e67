import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import type { NotificationChannel } from './notification-channel.ts';

export const mandateOperationTypes = ['create', 'modify', 'pause', 'resume', 'withdraw'] as const;

/** `afa_pending`: the payer is asked to authenticate; the others need no word of the payer's. */
export const mandateOperationStatuses = ['initiated', 'afa_pending', 'succeeded', 'failed'] as const;

/** That the payer authenticated with an additional factor: kept with what it allowed. */
export interface AfaProof {
  /** How, such as `card_redirect`, `upi_intent`. */
  readonly method: string;
  readonly at: Temporal.Instant;
  /** The provider's payment by which it was proved. */
  readonly reference: string;
}

/** Where the payer authenticates: the bank's page for cards, the app for UPI (SH-16, SH-17). */
export interface Authentication {
  readonly type: 'redirect' | 'upi_intent';
  readonly url: string;
  readonly expiresAt: Temporal.Instant;
}

/** What a modification changes. */
export interface MandateChange {
  readonly maxAmount?: Money | undefined;
  readonly validUntil?: Temporal.Instant | undefined;
  readonly channel?: NotificationChannel | undefined;
}

/** Whether the provider has to register it anew: it changes no mandate that is there. A channel is none of its business. */
export const needsNewToken = ({ maxAmount, validUntil }: MandateChange): boolean =>
  maxAmount !== undefined || validUntil !== undefined;

/** Something that is being done to a mandate; an object of its own with its proof. */
export interface MandateOperation {
  readonly mandateOperationId: string;
  readonly type: (typeof mandateOperationTypes)[number];
  readonly status: (typeof mandateOperationStatuses)[number];
  readonly by: 'server' | 'customer' | 'system';
  /** The provider's order over which the payer authenticates. */
  readonly orderId?: string | undefined;
  readonly authentication?: Authentication | undefined;
  readonly afa?: AfaProof | undefined;
  /** What `modify` changes once it is authenticated. */
  readonly change?: MandateChange | undefined;
  /** Until when `pause` lasts. */
  readonly until?: Temporal.Instant | undefined;
  readonly startedAt: Temporal.Instant;
  /** The token that a modification registers; it takes the place of the mandate's own once it is confirmed. */
  readonly tokenId?: string | undefined;
  /** When the network was last asked to close the mandate. */
  readonly askedAt?: Temporal.Instant | undefined;
  /** Since when the network says that it is closing it: what it calls confirmed afterwards, it has not closed. */
  readonly closingSince?: Temporal.Instant | undefined;
  /** When somebody was told that the network takes too long to close it. */
  readonly overdueAt?: Temporal.Instant | undefined;
}
