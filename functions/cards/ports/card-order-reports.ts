import type { Temporal } from 'temporal-polyfill';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { DeliveredItem } from '../domain/delivery.ts';

/** What the issuer or a carrier says of a plastic or of its PIN mailer. */
export interface DeliveryWord {
  /** The provider's: the same word told twice is one. */
  readonly eventId: string;
  /** By which the provider speaks of the order: our id of it, or its own. */
  readonly orderId: string;
  readonly item: DeliveredItem;
  /** In the provider's own words. */
  readonly word: string;
  readonly carrier?: string | undefined;
  readonly trackingNumber?: string | undefined;
  /** By the provider's clock. */
  readonly at: Temporal.Instant;
}

/** Reports of the issuer on what was ordered; it is the source of truth for delivery (AL-23). */
export interface CardOrderReports {
  /**
   * Appends the word to the log and takes over what it means, with a record. Repeats and other orders of arrival
   * change nothing in the end.
   * @throws TemporarilyUnavailable: deliver it again
   */
  apply(context: OperationContext, cardId: string, word: DeliveryWord): Promise<'applied' | 'already' | 'not_allowed'>;
}
