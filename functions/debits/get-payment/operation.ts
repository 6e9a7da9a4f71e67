import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentPayment } from '../answers.ts';
import type { Debiting } from '../debiting.ts';
import { paymentNotFound } from '../domain/debit-errors.ts';
import { paymentByDebit } from '../domain/one-time.ts';
import type { getPayment as declaration } from './declaration.ts';

interface Dependencies {
  readonly debits: Pick<Debiting['debits'], 'find'>;
  readonly payments: Pick<Debiting['payments'], 'find'>;
}

/** Shows a one-time payment as it is now; one on the mandate's token by the state of its debit. */
export const getPayment =
  ({ debits, payments }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const payment = await payments.find(context.tenant, params.paymentId);
    if (payment === undefined) throw paymentNotFound();
    const { debitId, status } = payment;
    const debit =
      debitId === undefined || status !== 'scheduled' ? undefined : await debits.find(context.tenant, debitId);
    return presentPayment(debit === undefined ? payment : paymentByDebit(payment, debit));
  };
