import { DomainError, InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';

/** Words as the chain's own: an unknown id answers exactly like a malformed or a foreign one. */
export const endpointNotFound = (): NotFound => new NotFound('webhook_endpoint_not_found');

/** @throws validation_failed naming one member of the body */
export const refuseField = (path: string, message: string): never => {
  throw new DomainError('invalid', 'validation_failed', {
    detail: 'The request has faults.',
    invalidFields: [{ path, message }],
  });
};

/** Nothing is sent to a disabled endpoint, so nothing may be asked to be. @throws invalid_state */
export const refuseDisabled = ({ status }: Pick<WebhookEndpoint, 'status'>): void => {
  if (status === 'disabled') throw new InvalidState('The endpoint is disabled. Enable it first.');
};
