import { DomainError, InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import { toWire } from '../../kernel/money/money.ts';
import type { Mandate } from './mandate.ts';

/** @param path of the faulty field in the body */
export const invalidTerm = (path: string, message: string): DomainError =>
  new DomainError('invalid', 'validation_failed', {
    detail: 'The request has faults.',
    invalidFields: [{ path, message }],
  });

/** What a bank or an app would refuse at once is not registered (SH-18). */
export const aboveLimit = (limit: Money, suggested: Money): DomainError =>
  new DomainError('unprocessable', 'limit_exceeded', {
    detail: 'The maximum is above what the payer’s bank or app accepts.',
    members: { limit: toWire(limit), suggestedMaximum: toWire(suggested) },
  });

export const mandateNotFound = (): NotFound => new NotFound('mandate_not_found');

/** The mandate's state does not allow it. */
export const notNow = ({ status }: Pick<Mandate, 'status'>): InvalidState =>
  new InvalidState(`The mandate is ${status}.`, { mandateStatus: status });

/** One thing at a time is done to a mandate. */
export const operationOpen = ({ openOperation }: Mandate): InvalidState =>
  new InvalidState('Something else is being done to the mandate.', {
    openOperation: openOperation?.mandateOperationId,
  });

/** @param who may do it, and where */
export const onlyPayer = (detail: string): InvalidState => new InvalidState(detail, { allowed: 'customer' });
