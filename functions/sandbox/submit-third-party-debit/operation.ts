import { Temporal } from 'temporal-polyfill';
import type { AnnouncedDebits } from '../../card-mandates/ports/announced-debits.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { networkRefused } from '../network-refusals.ts';
import type { CardNetwork } from '../ports/card-network.ts';
import { submission } from '../third-party-timer.ts';
import type { submitThirdPartyDebit as declaration } from './declaration.ts';

interface Dependencies {
  readonly debits: Pick<AnnouncedDebits, 'findDebit'>;
  readonly network: Pick<CardNetwork, 'debitUnderMandate'>;
  readonly unitOfWork: UnitOfWork;
}

/** A notice that was not delivered within a day is not waited for. */
const mostTries = 288;
const pauseMinutes = 5;

/**
 * Makes a debit that was announced (api.md 4.10).
 *
 * In: the debit. Out: nothing; what the platform decides is in its events.
 * 1. A patient one whose notice has not run long enough waits: until it has, or for the receipt, five minutes at a time.
 * 2. Else have the twin send it, once; it is declined when it comes too early, or was skipped. Where the network is to stand
 *    in, nobody is asked.
 */
export const submitThirdPartyDebit =
  ({ debits, network, unitOfWork }: Dependencies): TimerUseCase<typeof declaration> =>
  async (context, { debitId, isPatient, standIn, tries }) => {
    const debit = await debits.findDebit(context.tenant, debitId);
    if (debit === undefined) return;
    const now = context.clock.now();
    const from = debit.eligibleAt ?? now.add({ minutes: pauseMinutes });
    const mustWait = debit.status === 'notifying' || debit.status === 'notified';
    if (isPatient && mustWait && tries < mostTries && Temporal.Instant.compare(now, from) < 0) {
      const timer = submission(context, { debitId, isPatient, standIn, tries: tries + 1, dueAt: from });
      await unitOfWork.commit(context, { writes: [timer], records: [] }, undefined);
      return;
    }
    const heard = await network.debitUnderMandate(context.tenant, {
      reference: `debit:${debitId}`,
      cardId: debit.cardExternalId,
      mandate: debit.reference,
      announcement: debit.announcement,
      amount: debit.amount,
      merchant: debit.merchant,
      standIn,
    });
    if (typeof heard === 'string') throw networkRefused(heard);
  };
