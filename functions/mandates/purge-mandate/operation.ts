import { Temporal } from 'temporal-polyfill';
import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import { scheduleTimer } from '../../kernel/timers/timer-intents.ts';
import { purgeDue } from '../../policies/mandate-terms.ts';
import { changed } from '../domain/mandate-changes.ts';
import { mandateRecord } from '../domain/mandate-events.ts';
import type { Mandate } from '../domain/mandate.ts';
import { isFinal, needsFollowing } from '../domain/mandate-states.ts';
import type { LookingDependencies } from '../looking.ts';
import { loadMandate, takeStep } from '../mandate-work.ts';
import { PaymentRefused } from '../ports/payment-refused.ts';
import type { purgeMandate as declaration } from './declaration.ts';

const isDue = ({ clock }: OperationContext, { endedAt }: Mandate): boolean =>
  endedAt !== undefined && Temporal.Instant.compare(clock.now(), purgeDue(endedAt).at) >= 0;

/** Has the provider erase the instrument; one that it does not know is erased. */
const eraseToken = async (
  { payments }: LookingDependencies,
  { tenant }: OperationContext,
  { remote: { customerId, tokenId } }: Mandate,
): Promise<void> => {
  if (tokenId === undefined) return;
  try {
    await payments.deleteToken(tenant, { customerId, tokenId });
  } catch (error) {
    if (!(error instanceof PaymentRefused)) throw error;
  }
};

/** What the provider still owes a word on may stay so for weeks; others watch that, and no timer is overdue for it. */
const tryLater = async (
  { unitOfWork }: LookingDependencies,
  context: OperationContext,
  mandateId: string,
): Promise<void> => {
  const dueAt = context.clock.now().add({ hours: 24 });
  const timer = scheduleTimer(context, { operation: 'purgeMandate', key: mandateId, dueAt, payload: { mandateId } });
  await unitOfWork.commit(context, { writes: [timer], records: [] }, undefined);
};

/**
 * Erases what is kept of the payer's instrument when a mandate is over (rule 19): at the provider first, then here. What
 * was agreed, who agreed to it and what was paid stays, as records.
 *
 * 1. One that is erased already needs nothing.
 * 2. Fired too early: fail, so that it is fired again. While money of it is still on its way: the next day again.
 */
export const purgeMandate =
  (deps: LookingDependencies): TimerUseCase<typeof declaration> =>
  async (context, { mandateId }) => {
    const mandate = await loadMandate(deps, context, mandateId);
    if (!isFinal(mandate.status) || mandate.purgedAt !== undefined) return;
    if (!isDue(context, mandate)) throw new TemporarilyUnavailable('The mandate is not over for long enough.');
    if (needsFollowing(mandate) || mandate.executing !== undefined) return tryLater(deps, context, mandateId);
    await eraseToken(deps, context, mandate);
    await takeStep(deps, context, {
      mandateId,
      decide: (before) => {
        if (before.purgedAt !== undefined) return undefined;
        const after = changed(before, {
          remote: { customerId: 'erased' },
          pastOrders: [],
          knownLimits: undefined,
          purgedAt: context.clock.now(),
        });
        const partition = deps.mandates.partition(context.tenant, mandateId);
        return { mandate: after, records: [mandateRecord(partition, after, { type: 'mandate.purged' })] };
      },
    });
  };
