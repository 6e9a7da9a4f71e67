import { withPrefix } from '../../kernel/ids/ids.ts';
import type { Money } from '../../kernel/money/money.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentPayment } from '../answers.ts';
import { createdWork } from '../debit-work.ts';
import type { Debiting, Mandate } from '../debiting.ts';
import { again, loadMandate, together } from '../debiting.ts';
import { customerNotFound, mandateNotFound } from '../domain/debit-errors.ts';
import type { Payment } from '../domain/payment.ts';
import { tokenWindow, usesToken } from '../domain/one-time.ts';
import type { DebitPlan } from '../domain/plan-debit.ts';
import { decideDebit } from '../domain/plan-debit.ts';
import { scheduleDebit } from '../domain/schedule-debit.ts';
import { openedWork, openOnSession } from '../on-session.ts';
import type { createPayment as declaration } from './declaration.ts';

interface Order {
  readonly paymentId: string;
  readonly customerId: string;
  readonly mandateId: string;
  readonly amount: Money;
  readonly description: string;
  readonly reference: string | undefined;
}

/** On the token: a debit with notice and wait, which takes no cycle's slot (SH-13, SH-15). */
const onToken = async (
  deps: Debiting,
  context: OperationContext,
  { order, mandate, plan }: { readonly order: Order; readonly mandate: Mandate; readonly plan: DebitPlan },
): Promise<ReturnType<typeof presentPayment>> => {
  const { paymentId, amount, description, reference } = order;
  const now = context.clock.now();
  const debitId = withPrefix(paymentId, 'dbt');
  const words = { reference: reference ?? paymentId, reason: description, paymentId };
  const debit = scheduleDebit(mandate, { debitId, amount, dueAt: now, now }, { plan, words });
  const payment: Payment = {
    ...{ paymentId, amount, description, reference, debitId },
    ...{ customerId: mandate.customerId, mandateId: mandate.mandateId, method: mandate.method },
    ...tokenWindow(plan, now),
    status: 'scheduled',
    aboveThreshold: debit.aboveThreshold,
    createdAt: now,
    sequence: 1,
  };
  const work = together(createdWork(deps, context, { debit, mandate }), openedWork(deps, context, payment));
  return deps.unitOfWork.commit(context, work, presentPayment(payment));
};

const make = async (
  deps: Debiting,
  context: OperationContext,
  order: Order,
): Promise<ReturnType<typeof presentPayment>> => {
  const mandate = await loadMandate(deps, context, order.mandateId);
  if (mandate.customerId !== order.customerId) throw mandateNotFound();
  const { paymentId, amount } = order;
  const now = context.clock.now();
  const wish = { debitId: withPrefix(paymentId, 'dbt'), amount, dueAt: now, now, isOneTime: true };
  const plan = decideDebit(mandate, wish);
  if (usesToken(mandate, { ...plan, amount })) return onToken(deps, context, { order, mandate, plan });
  const { description, reference } = order;
  const draft = { paymentId, amount, description, reference, aboveThreshold: amount.minor > plan.ceiling.minor };
  const payment = await openOnSession(deps, context, { ...draft, mandate });
  return deps.unitOfWork.commit(context, openedWork(deps, context, payment), presentPayment(payment));
};

/**
 * Collects money once with the instrument of a mandate (SH-13, SH-15, SH-22).
 *
 * In: mandate, amount, what it is for. Out: the payment, with the time between which the money comes in.
 * 1. Take the payment's id that belongs to the idempotency key: what an earlier try made is answered again.
 * 2. Where the token may carry it (one-time.ts): a debit with notice and wait, 24 to 48 hours.
 * 3. Otherwise the payer authenticates the whole amount on session, and it is in at once.
 */
export const createPayment =
  (deps: Debiting): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const paymentId = context.idempotency?.reservedId('pmt') ?? deps.ids.next('pmt', context.tenant);
    const made = await deps.payments.find(context.tenant, paymentId);
    if (made !== undefined) {
      return deps.unitOfWork.commit(context, { writes: [], records: [] }, presentPayment(made));
    }
    const { customerId } = params;
    if ((await deps.customers.find(context.tenant, customerId)) === undefined) throw customerNotFound();
    const { mandateId, description, reference } = body;
    const order = { paymentId, customerId, mandateId, amount: fromWire(body.amount), description, reference };
    return again(() => make(deps, context, order));
  };
