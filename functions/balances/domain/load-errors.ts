import { DomainError, InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import { InsufficientFunds } from './ledger-errors.ts';
import type { LoadFailure } from './load.ts';

/** The customer has no account of that token: an unknown one and another's answer alike. */
export const bankAccountNotFound = (): NotFound => new NotFound('bank_account_not_found');

/** The payment has loaded a balance before; `resourceId` is that load. */
export const paymentUsed = (loadId: string | undefined): DomainError =>
  new DomainError('conflict', 'already_exists', {
    detail: 'This payment has been loaded before.',
    ...(loadId === undefined ? {} : { resourceId: loadId }),
  });

const sourceInvalid = (): DomainError =>
  new DomainError('unprocessable', 'source_invalid', { detail: 'The bank does not collect from this account.' });

/** What a caller hears of a failed load. */
export const loadRefusal = (failure: LoadFailure): DomainError => {
  switch (failure) {
    case 'insufficient_funds':
      return new InsufficientFunds('bank_account');
    case 'source_invalid':
      return sourceInvalid();
    case 'balance_unavailable':
      return new InvalidState('The balance takes no money; what was collected was given back.');
  }
};
