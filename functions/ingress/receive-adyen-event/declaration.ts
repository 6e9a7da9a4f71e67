import { declareUrl } from '../../kernel/operation/declaration.ts';

export const receiveAdyenEvent = declareUrl({
  operationId: 'receiveAdyenEvent',
  subdomain: 'ingress',
  summary: "Takes a signed webhook of Adyen's balance platform and queues what it tells before it answers.",
  url: 'adyen-events',
  uses: ['secrets', 'queues'],
  access: 'none',
  secrets: ['adyen-webhook-signing'],
  sendsTo: ['issuer-events'],
  emits: [],
  errors: ['unauthenticated'],
});
