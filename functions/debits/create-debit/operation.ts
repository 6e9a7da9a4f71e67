import { withPrefix } from '../../kernel/ids/ids.ts';
import type { Money } from '../../kernel/money/money.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { Work } from '../../kernel/persistence/unit-of-work.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import { presentDebit } from '../answers.ts';
import { createdWork, messageWork } from '../debit-work.ts';
import type { Debiting, Mandate } from '../debiting.ts';
import { again, loadMandate, together } from '../debiting.ts';
import type { Debit } from '../domain/debit.ts';
import type { Payment } from '../domain/payment.ts';
import { decideDebit } from '../domain/plan-debit.ts';
import { scheduleDebit } from '../domain/schedule-debit.ts';
import { openedWork, openOnSession } from '../on-session.ts';
import type { createDebit as declaration } from './declaration.ts';

interface Order {
  readonly debitId: string;
  readonly mandateId: string;
  readonly amount: Money;
  readonly dueAt: Debit['dueAt'];
  readonly reference: string;
  readonly reason: string;
}

/** The payment that stands in for a debit whose payer has to authenticate, and the word to the payer. */
const onSession = async (
  deps: Debiting,
  context: OperationContext,
  { debit, mandate }: { readonly debit: Debit; readonly mandate: Mandate },
): Promise<{ readonly payment: Payment; readonly work: Work }> => {
  const { debitId, amount, reason, reference, aboveThreshold } = debit;
  const paymentId = withPrefix(debitId, 'pmt');
  const draft = { paymentId, amount, description: reason, reference, debitId, aboveThreshold };
  const payment = await openOnSession(deps, context, { ...draft, mandate });
  const message = messageWork(deps, context, {
    key: `authentication_required:${debitId}`,
    template: 'authentication_required',
    channel: mandate.notification.channel,
    debit,
  });
  return { payment, work: together(openedWork(deps, context, payment), message) };
};

const make = async (
  deps: Debiting,
  context: OperationContext,
  order: Order,
): Promise<ReturnType<typeof presentDebit>> => {
  const { debitId, amount, dueAt, reference, reason } = order;
  const mandate = await loadMandate(deps, context, order.mandateId);
  const wish = { debitId, amount, dueAt, now: context.clock.now() };
  const plan = decideDebit(mandate, wish);
  const paymentId = plan.authentication === undefined ? undefined : withPrefix(debitId, 'pmt');
  const debit = scheduleDebit(mandate, wish, { plan, words: { reference, reason, paymentId } });
  const created = createdWork(deps, context, { debit, mandate });
  if (paymentId === undefined) return deps.unitOfWork.commit(context, created, presentDebit(debit));
  const { payment, work } = await onSession(deps, context, { debit, mandate });
  return deps.unitOfWork.commit(context, together(created, work), presentDebit(debit, payment));
};

/**
 * Plans a debit under a mandate (domain.md 2.9, SH-02, SH-03, SH-22).
 *
 * In: an amount, when it is wanted, the tenant's reference, and the reason that the customer reads. Out: the debit with its
 * earliest lawful moment.
 * 1. Take the debit's id that belongs to the idempotency key: what an earlier try made is answered again.
 * 2. Refuse what no debit of this mandate may be; choose the cycle and the earliest lawful moment.
 * 3. Within maximum and ceiling: `scheduled`, with the timer of its notice. Above: `requires_authentication`, and a payment
 *    on session is opened at the provider. An amount above the maximum is never asked for under the mandate.
 * 4. Debit, mandate's slot, timer and key commit together; a mandate that changed meanwhile is decided on again.
 */
export const createDebit =
  (deps: Debiting): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const debitId = context.idempotency?.reservedId('dbt') ?? deps.ids.next('dbt', context.tenant);
    const made = await deps.debits.find(context.tenant, debitId);
    if (made !== undefined) {
      const payment =
        made.paymentId === undefined ? undefined : await deps.payments.find(context.tenant, made.paymentId);
      return deps.unitOfWork.commit(context, { writes: [], records: [] }, presentDebit(made, payment));
    }
    const { mandateId } = params;
    const { reference, reason } = body;
    const order = {
      debitId,
      mandateId,
      amount: fromWire(body.amount),
      dueAt: fromTimestamp(body.dueAt),
      reference,
      reason,
    };
    return again(() => make(deps, context, order));
  };
