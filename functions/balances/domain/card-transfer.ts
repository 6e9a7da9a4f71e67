import type { Temporal } from 'temporal-polyfill';
import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';
import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Money } from '../../kernel/money/money.ts';
import { toWire } from '../../kernel/money/money.ts';

/** A card that may receive money; its number is the issuer's alone (AN-08). */
export interface ReceiverCard {
  readonly cardNumberToken: string;
  /** The issuer's id of the card, when it is one of this program. */
  readonly cardExternalId?: string | undefined;
  readonly createdAt: Temporal.Instant;
}

export const cardTransferStates = ['held', 'completed', 'declined'] as const;
export type CardTransferState = (typeof cardTransferStates)[number];

/** Money on its way to a card outside the program: held until the issuer says that it went out, or that it did not. */
export interface CardTransfer {
  readonly transferId: string;
  readonly fromBalanceId: string;
  readonly customerId: string;
  readonly cardNumberToken: string;
  readonly amount: Money;
  readonly state: CardTransferState;
  /** Whose month it counts towards, and which month (rule 66). */
  readonly person: string;
  readonly heldAt: Temporal.Instant;
  /** Of the entry, once it is completed. */
  readonly transactionId?: string | undefined;
}

export const receiverCardNotFound = (): NotFound => new NotFound('receiver_card_not_found');

/** The receiver's side takes no money; the sender has all of it again. */
export class TransferDeclined extends DomainError {
  override name = 'TransferDeclined';
  constructor(transferId: string) {
    super('unprocessable', 'transfer_declined', {
      detail: 'The receiving card was refused. No money has left the balance.',
      resourceId: transferId,
    });
  }
}

/** The record of a transfer that a card did not take; nothing of it was ever posted. */
export const transferDeclined = (
  partition: string,
  { transferId, fromBalanceId, amount }: CardTransfer,
): RecordDraft => ({
  resource: { type: 'transfer', id: transferId },
  partition,
  sequence: 1,
  type: 'transfer.declined',
  data: { transferId, fromBalanceId, amount: toWire(amount) },
});
