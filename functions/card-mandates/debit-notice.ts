import type { OperationContext } from '../kernel/operation/context.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Notifier } from '../notifications/ports/notifier.ts';
import { otherChannel } from '../notifications/ports/notifier.ts';
import type { CardMandate, CardMandateDebit } from './domain/card-mandate.ts';

/**
 * The customer's notice of a debit, with all that rule 9 asks for; the texts name how to skip, to withdraw and to complain.
 * @param notice.isAgain the second one, over the other channel: the first was not delivered
 */
export const orderNotice = (
  notifier: Notifier,
  context: OperationContext,
  notice: {
    readonly mandate: CardMandate;
    readonly debit: Pick<CardMandateDebit, 'debitId' | 'amount' | 'dueAt' | 'reason'>;
    readonly isAgain: boolean;
  },
) => {
  const { mandate, debit, isAgain } = notice;
  return notifier.order(context, {
    key: `card_pre_debit:${debit.debitId}${isAgain ? ':again' : ''}`,
    customerId: mandate.customerId,
    channel: isAgain ? otherChannel(mandate.channel) : mandate.channel,
    template: 'pre_debit',
    facts: {
      merchantName: mandate.merchant.name,
      amount: debit.amount,
      debitAt: toTimestamp(debit.dueAt),
      reference: debit.debitId,
      reason: debit.reason,
    },
  });
};
