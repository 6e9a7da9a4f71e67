import type { RecordDraft } from '../../kernel/events/record.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { MessageChannel, MessageFacts, MessageTemplate } from '../domain/message.ts';

export { otherChannel } from '../domain/message.ts';
export type { MessageChannel, MessageFacts, MessageTemplate };

export interface MessageOrder {
  /** Business key: the same key is the same message, sent once, such as `post_debit:dbt_…`. */
  readonly key: string;
  readonly customerId: string;
  readonly channel: MessageChannel;
  readonly template: MessageTemplate;
  readonly facts: MessageFacts;
}

/** Tells customers what they must hear. */
export interface Notifier {
  /**
   * What belongs into the transaction that decides to tell: the message is sent once that has committed, tried again
   * while the channel fails, and its delivery receipt becomes an event. The record is `notification.requested`, which
   * the declaration of whoever orders lists in `emits`; the write is refused with `already_exists` for a key that was
   * ordered before.
   * @throws RangeError for facts that lack what the template must say
   */
  order(
    context: OperationContext,
    message: MessageOrder,
  ): {
    readonly notificationId: string;
    readonly writes: readonly WriteIntent[];
    readonly records: readonly RecordDraft[];
  };
}
