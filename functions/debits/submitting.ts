import { DomainError } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Payer, ProviderFailure } from '../mandates/ports/payment-provider.ts';
import { PaymentRefused } from '../mandates/ports/payment-refused.ts';
import { attemptUnknown, beginAttempt } from './domain/attempt.ts';
import type { Debit } from './domain/debit.ts';
import { customerNotFound } from './domain/debit-errors.ts';
import { isAsking } from './domain/debit-steps.ts';
import type { Submission } from './domain/eligibility.ts';
import { submission } from './domain/eligibility.ts';
import { delayDebit, endDebit, replanDebit } from './domain/ending.ts';
import { withExecuting, withMovedDebit } from './domain/mandate-slots.ts';
import type { DebitAndMandate, Debiting } from './debiting.ts';
import { again, loadDebit, together } from './debiting.ts';
import { changeWork } from './debit-work.ts';
import { endNow } from './notifying.ts';
import { lookAtAttempt } from './resolving.ts';
import { byToken } from './token-check.ts';

/** What the provider needs, found before anything is stored. */
interface Ask {
  readonly debit: Debit;
  readonly orderId: string;
  readonly tokenId: string;
  readonly remoteCustomerId: string;
  readonly payer: Payer;
}

/** Personal data of the payer: for the request to the provider and nothing else. */
const payerOf = async ({ customers }: Debiting, { tenant }: OperationContext, customerId: string): Promise<Payer> => {
  const [customer, email] = await Promise.all([
    customers.find(tenant, customerId),
    customers.emailOf(tenant, customerId),
  ]);
  if (customer === undefined || email === undefined) throw customerNotFound();
  return { name: `${customer.firstName} ${customer.lastName}`, email, phone: customer.phone };
};

/** The next version of debit and mandate that is no submission. */
const turnedDown = async (
  deps: Debiting,
  context: OperationContext,
  turned: DebitAndMandate & {
    readonly verdict: Exclude<Submission, { readonly kind: 'submit' }>;
    readonly isMandateDoubted?: boolean;
  },
): Promise<void> => {
  const { debit, mandate, verdict, isMandateDoubted = false } = turned;
  const save = (after: Debit, isMoved: boolean): Promise<undefined> => {
    const { tenant } = context;
    const moved = isMoved ? [deps.mandates.replace(tenant, withMovedDebit(mandate, after))] : [];
    const work = together(changeWork(deps, context, { before: debit, after, mandate }), { writes: moved, records: [] });
    return deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, undefined);
  };
  switch (verdict.kind) {
    case 'nothing':
      return;
    case 'wait':
      return save(delayDebit(debit, verdict.until), false);
    case 'end': {
      const after = endDebit(debit, verdict.status, verdict.reason);
      return endNow(deps, context, { debit, mandate, after, isMandateDoubted });
    }
    case 'replan': {
      const after = replanDebit(debit, mandate, context.clock.now());
      if (after !== undefined) return save(after, true);
      return endNow(deps, context, { debit, mandate, after: endDebit(debit, 'failed', verdict.why) });
    }
  }
};

/**
 * Checks everything again and stores that the money is being asked for, in debit and mandate at once, before anybody is
 * asked. Of two that try, the second finds another version: only one goes on to ask.
 * @returns undefined when it is not to be asked for, or somebody else does
 */
const begin = async (deps: Debiting, context: OperationContext, debitId: string): Promise<Ask | undefined> => {
  const found = await loadDebit(deps, context, debitId);
  const { debit, mandate } = found;
  const now = context.clock.now();
  const verdict = submission({ debit, terms: mandate, now });
  if (verdict.kind !== 'submit') {
    await turnedDown(deps, context, { ...found, verdict });
    return undefined;
  }
  const orderId = debit.notice?.orderId;
  const { tokenId, customerId: remoteCustomerId } = mandate.remote;
  if (orderId === undefined || tokenId === undefined) {
    await endNow(deps, context, { ...found, after: endDebit(debit, 'blocked', 'mandate_not_active') });
    return undefined;
  }
  const dead = await byToken(deps, context, { mandate, tokenId });
  if (dead !== undefined) {
    await turnedDown(deps, context, { ...found, verdict: dead, isMandateDoubted: true });
    return undefined;
  }
  const payer = await payerOf(deps, context, debit.customerId);
  const after = beginAttempt(debit, now);
  const taken = { writes: [deps.mandates.replace(context.tenant, withExecuting(mandate, debit))], records: [] };
  const work = together(changeWork(deps, context, { before: debit, after, mandate }), taken);
  await deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, undefined);
  return { debit: after, orderId, tokenId, remoteCustomerId, payer };
};

/** Asks for the money, once. @returns the refusal, `unknown` without an answer, undefined when it was taken */
const ask = async (
  { provider }: Debiting,
  { tenant }: OperationContext,
  { debit, orderId, tokenId, remoteCustomerId, payer }: Ask,
): Promise<ProviderFailure | 'unknown' | undefined> => {
  const { amount, debitId, mandateId, reason } = debit;
  const notes = { tenant: tenant.tenantId, mandate: mandateId, debit: debitId, kind: 'debit' };
  try {
    await provider.debit(tenant, {
      ...{ orderId, customerId: remoteCustomerId, tokenId, amount, payer, description: reason, notes },
    });
    return undefined;
  } catch (error) {
    if (error instanceof PaymentRefused) return error.failure;
    if (error instanceof DomainError && error.kind === 'unavailable') return 'unknown';
    throw error;
  }
};

const noteUnknown = (deps: Debiting, context: OperationContext, debitId: string): Promise<void> =>
  again(async () => {
    const { debit, mandate } = await loadDebit(deps, context, debitId);
    if (debit.status !== 'executing') return;
    const work = changeWork(deps, context, { before: debit, after: attemptUnknown(debit), mandate });
    await deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, undefined);
  });

/**
 * Asks for a debit's money when its time has come (SH-02, SH-23, SH-28).
 *
 *   notified, eligible, retry_wait ──stored──▶ executing ──asked──▶ looked at: succeeded, retry_wait, failed, exhausted
 *        │ not yet → later                          └ no answer → unknown: only looks follow, no second request
 *        │ notice lapsed, cycle over → scheduled anew
 *        └ mandate or its token withdrawn → cancelled; paused, expired → blocked; not what was announced → failed
 *
 * A crash after `executing` was stored leaves it to the timer that was stored with it, which looks and asks for nothing.
 * @throws TemporarilyUnavailable when the table does not answer: call it again
 */
export const submitDebit = async (deps: Debiting, context: OperationContext, debitId: string): Promise<void> => {
  const begun = await again(() => begin(deps, context, debitId));
  if (begun === undefined || !isAsking(begun.debit)) return;
  const answer = await ask(deps, context, begun);
  if (answer === 'unknown') return noteUnknown(deps, context, debitId);
  try {
    await lookAtAttempt(deps, context, { debitId, ...(answer === undefined ? {} : { refused: answer }) });
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'unavailable') throw error;
    // What became of it is found out by the timer, or by the provider's event.
    context.log.warn('debit_not_looked_at', { resourceId: debitId });
  }
};
