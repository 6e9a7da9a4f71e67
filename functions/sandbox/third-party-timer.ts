import type { Temporal } from 'temporal-polyfill';
import type { OperationContext } from '../kernel/operation/context.ts';
import { scheduleTimer } from '../kernel/timers/timer-intents.ts';

/** When a third party makes the debit that it announced. */
export interface Submission {
  readonly debitId: string;
  /** It waits until the notice has run; else it comes at its time whatever became of the notice. */
  readonly isPatient: boolean;
  /** The network approves it by itself. */
  readonly standIn: boolean;
  /** From 1; part of the timer's name, since a timer that is at work cannot be moved. */
  readonly tries: number;
  readonly dueAt: Temporal.Instant;
}

/** The timer that makes the debit. */
export const submission = (context: OperationContext, { debitId, isPatient, standIn, tries, dueAt }: Submission) =>
  scheduleTimer(context, {
    operation: 'submitThirdPartyDebit',
    key: tries === 1 ? debitId : `${debitId}:${tries}`,
    dueAt,
    payload: { debitId, isPatient, standIn, tries },
  });
