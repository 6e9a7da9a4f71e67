import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';

/** A word of the provider that the log has already. */
export class AlreadyLogged extends Error {
  override name = 'AlreadyLogged';
}

export const orderNotFound = (): NotFound => new NotFound('card_order_not_found');
export const incidentNotFound = (): NotFound => new NotFound('delivery_incident_not_found');

/** One plastic at a time (D-06). */
export const orderUnderWay = (): InvalidState => new InvalidState('A plastic for this card is on order already.');
