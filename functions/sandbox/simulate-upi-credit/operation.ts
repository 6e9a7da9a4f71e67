import type { BalanceDirectory } from '../../balances/ports/balance-directory.ts';
import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { TwinCredits } from '../ports/twin-credits.ts';
import type { simulateUpiCredit as declaration } from './declaration.ts';

interface Dependencies {
  readonly balances: Pick<BalanceDirectory, 'find'>;
  readonly twin: TwinCredits;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Pays money to a balance by UPI, as somebody with a UPI app would (M-20): to its UPI ID, or without one to its account
 * number and IFSC, which UPI takes too.
 *
 * In: an amount. Out: the movement at the issuer; the effect comes by its webhook, shortly before or after.
 * 1. Find the balance; whether it may take the money is decided where the money arrives.
 * 2. Have the twin receive it; an answer that got lost is asked for again under the same reference.
 * 3. Commit the idempotency key with the answer.
 */
export const simulateUpiCredit =
  ({ balances, twin, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { balanceId }, body }) => {
    const { tenant, idempotency, requestId } = context;
    const balance = await balances.find(tenant, balanceId);
    if (balance === undefined) throw new NotFound('balance_not_found');
    const payer = body.payerVpa === undefined ? {} : { payerVpa: body.payerVpa };
    const delivered = await twin.deliverCredit(tenant, {
      reference: idempotency?.reservedId('req') ?? requestId,
      accountExternalId: balance.externalId,
      amount: fromWire(body.amount),
      rail: 'upi',
      ...payer,
    });
    if (delivered === 'account_unknown') throw new InvalidState('The issuer has no account of this balance.');
    const answer = { transferId: delivered.transferId, balanceId, amount: body.amount, ...payer };
    return unitOfWork.commit(context, { writes: [], records: [] }, answer);
  };
