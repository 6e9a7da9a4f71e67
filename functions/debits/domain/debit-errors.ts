import type { Temporal } from 'temporal-polyfill';
import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';

export const debitNotFound = (): NotFound => new NotFound('debit_not_found');

export const paymentNotFound = (): NotFound => new NotFound('payment_not_found');

export const customerNotFound = (): NotFound => new NotFound('customer_not_found');

/** As mandates answer it. */
export const mandateNotFound = (): NotFound => new NotFound('mandate_not_found');

/** 400: the day is over; the answer says the earliest lawful moment. */
export const dueInThePast = (earliestDebitAt: Temporal.Instant): DomainError =>
  new DomainError('invalid', 'validation_failed', {
    detail: 'A debit cannot be due in the past.',
    invalidFields: [{ path: 'dueAt', message: 'must not lie in the past' }],
    members: { earliestDebitAt: toTimestamp(earliestDebitAt) },
  });

export const currencyMismatch = (): DomainError =>
  new DomainError('unprocessable', 'currency_mismatch', { detail: 'The mandate is in another currency.' });

/** Under `exact` every debit is the mandate's amount (rule 23). */
export const amountNotExact = (): DomainError =>
  new DomainError('unprocessable', 'amount_not_exact', {
    detail: 'Under this mandate every debit has exactly its amount.',
  });

export const outsideValidity = (validUntil: Temporal.Instant): DomainError =>
  new DomainError('unprocessable', 'outside_validity', {
    detail: 'The debit could not be executed before the mandate ends.',
    members: { validUntil: toTimestamp(validUntil) },
  });

/** A second debit of a cycle while one is open. */
export const debitOpen = (debitId: string): DomainError =>
  new DomainError('conflict', 'debit_open', {
    detail: 'Another debit of this cycle is open.',
    resourceId: debitId,
  });

/**
 * Why a cycle takes no more money: the INR 1 of the registration or a debit that succeeded (rule 32), or as many attempts
 * as a cycle may have (rule 29).
 */
export type CycleUse = 'registration_charge' | 'debited' | 'attempts_used';

const cycleUses: Readonly<Record<CycleUse, string>> = {
  registration_charge: 'The charge by which the mandate was registered took the place of this cycle’s debit.',
  debited: 'This cycle has had its debit.',
  attempts_used: 'This cycle has had all its attempts: let the customer pay on session.',
};

export const cycleUsed = (use: CycleUse, cycle: string): DomainError =>
  new DomainError('conflict', 'cycle_used', {
    detail: cycleUses[use],
    members: { reason: use, cycle },
  });

export const tooManyOpenDebits = (): DomainError =>
  new DomainError('conflict', 'too_many_open_debits', {
    detail: 'The mandate has as many open debits as it can hold.',
  });
