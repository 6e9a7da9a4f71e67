import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { Merchant, MessageName } from '../domain/network-message.ts';

interface AnyMessage {
  readonly message: MessageName;
  /** The authorization or single message that it is about, when the network names one. */
  readonly original: MessageName | undefined;
  readonly merchant: Merchant | undefined;
  readonly occurredAt: Temporal.Instant;
}

/** The third party's mandate that an advice is a debit under, and the announced debit that it is. */
export interface AdvisedDebit {
  readonly reference: string;
  readonly announcement: string | undefined;
}

/** What the card network tells afterwards; nothing of it can be declined (domain.md 2.6). */
export type CardMessage = AnyMessage &
  (
    | {
        readonly kind: 'advice';
        readonly amount: Money;
        readonly standIn: boolean;
        readonly mandate?: AdvisedDebit | undefined;
      }
    | { readonly kind: 'reversal'; readonly amount: Money | undefined }
    /** Our own word: the network heard no approval of it, and is not told. */
    | { readonly kind: 'unheard'; readonly amount: Money | undefined }
    | { readonly kind: 'expiry' }
    | { readonly kind: 'clearing'; readonly amount: Money; readonly final: boolean }
    | { readonly kind: 'force_post'; readonly amount: Money }
    | { readonly kind: 'refund'; readonly amount: Money }
    | { readonly kind: 'refund_reversal'; readonly amount: Money }
    | { readonly kind: 'chargeback'; readonly phase: 'provisional' | 'won' | 'lost'; readonly amount: Money }
  );

/** Applies messages about cards; in any order, any number of times, the end is the same (I3, I8). */
export interface CardMessages {
  /** @returns `already` for a repeat, `not_allowed` when the card hangs on no balance, `not_understood` in another currency */
  apply(
    context: OperationContext,
    cardId: string,
    message: CardMessage,
  ): Promise<'applied' | 'already' | 'not_allowed' | 'not_understood'>;
}
