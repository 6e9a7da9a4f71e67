import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import { presentDebit } from '../answers.ts';
import type { Debiting } from '../debiting.ts';
import { debitNotFound } from '../domain/debit-errors.ts';
import type { getDebit as declaration } from './declaration.ts';

interface Dependencies {
  readonly debits: Pick<Debiting['debits'], 'find'>;
  readonly payments: Pick<Debiting['payments'], 'find'>;
}

/** Shows a debit as it is now, with where its payer authenticates while that is open. A customer sees the own ones. */
export const getDebit =
  ({ debits, payments }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const debit = await debits.find(context.tenant, params.debitId);
    if (debit === undefined || !isVisible(context, debit)) throw debitNotFound();
    const { status, paymentId } = debit;
    const isOpen = status === 'requires_authentication' && paymentId !== undefined;
    return presentDebit(debit, isOpen ? await payments.find(context.tenant, paymentId) : undefined);
  };
