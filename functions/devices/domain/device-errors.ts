import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';

/** One answer for a code that is unknown, used or too old: nothing can be learnt from it. */
export const pairingCodeInvalid = (): DomainError =>
  new DomainError('invalid', 'pairing_code_invalid', {
    detail: 'The pairing code is unknown, was used or is too old. Ask for a new one.',
  });

/** One answer for an assertion that is malformed, old, of another device, or was used before. */
export const assertionRefused = (): DomainError =>
  new DomainError('unauthenticated', 'unauthenticated', {
    detail: "The assertion is not a current one by the installation's key.",
  });

export const tooManyCodes = (retryAfterSeconds: number): DomainError =>
  new DomainError('limited', 'rate_limited', {
    detail: 'The customer was given all the pairing codes of this hour.',
    retryAfterSeconds,
  });

/** Words as the chain's own: an unknown id answers exactly like a malformed or a foreign one. */
export const deviceNotFound = (): NotFound => new NotFound('device_not_found');
