import { declareUrl } from '../../kernel/operation/declaration.ts';

export const receivePaymentEvent = declareUrl({
  operationId: 'receivePaymentEvent',
  subdomain: 'ingress',
  summary: 'Takes a signed webhook of the payment provider and queues it before it answers.',
  url: 'payment-events',
  uses: ['secrets', 'queues'],
  access: 'none',
  secrets: ['payment-webhook-signing'],
  sendsTo: ['payment-events'],
  emits: [],
  errors: ['unauthenticated'],
});
