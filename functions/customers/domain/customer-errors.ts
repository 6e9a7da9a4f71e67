import type { Temporal } from 'temporal-polyfill';
import { DomainError, InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { Customer } from './customer.ts';

/** Words as the chain's own: an unknown id answers exactly like a malformed or a foreign one. */
export const customerNotFound = (): NotFound => new NotFound('customer_not_found');

export const kycNotFound = (): NotFound => new NotFound('kyc_not_found');

/** A closed customer is final; it can only be read. */
export const refuseClosed = ({ status }: Pick<Customer, 'status'>): void => {
  if (status === 'closed') throw new InvalidState('The customer is closed.');
};

/** The most eastern time zone: there the date is ahead of every other. */
const easternmostHours = 14;

/** Nobody is born tomorrow, wherever the customer lives. @throws validation_failed */
export const refuseUnborn = (dateOfBirth: string | null | undefined, now: Temporal.Instant): void => {
  const [latest = ''] = now.add({ hours: easternmostHours }).toString().split('T');
  if (typeof dateOfBirth !== 'string' || dateOfBirth <= latest) return;
  throw new DomainError('invalid', 'validation_failed', {
    detail: 'The request has faults.',
    invalidFields: [{ path: 'dateOfBirth', message: 'must not lie in the future' }],
  });
};

/** The one-time password was wrong; after the third one the case has failed. */
export class OtpInvalid extends DomainError {
  override name = 'OtpInvalid';
  constructor(triesLeft: number) {
    super('unprocessable', 'otp_invalid', {
      detail: triesLeft === 0 ? 'The OTP is wrong. The case has failed.' : 'The OTP is wrong.',
      members: { triesLeft },
    });
  }
}
