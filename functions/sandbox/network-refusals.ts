import { DomainError, InvalidState, NotFound } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { NetworkRefusal } from './ports/card-network.ts';

/** One message per request: the same on every try under one Idempotency-Key. */
export const orderReference = ({ idempotency, requestId }: OperationContext): string =>
  idempotency?.reservedId('req') ?? requestId;

/** What a caller hears of a refusal by the card network. */
export const networkRefused = (refusal: NetworkRefusal): DomainError => {
  switch (refusal) {
    case 'authorization_unknown':
      return new NotFound('authorization_not_found');
    case 'card_unknown':
      return new InvalidState('The issuer does not know this card.');
    case 'currency_mismatch':
      return new DomainError('unprocessable', 'currency_mismatch', {
        detail: 'The card is billed in the currency of its balance.',
      });
    case 'single_message':
      return new InvalidState('At an ATM the decision was the payment: nothing is held that could be cleared.');
    case 'status_not_allowed':
      return new InvalidState('The card cannot go to this status at the issuer.');
  }
};
