import { declareUrl } from '../../kernel/operation/declaration.ts';

export const receiveIssuerEvent = declareUrl({
  operationId: 'receiveIssuerEvent',
  subdomain: 'ingress',
  summary: 'Takes a signed event of the issuing processor or the KYC vendor and queues it before it answers.',
  url: 'issuer-events',
  uses: ['secrets', 'queues'],
  access: 'none',
  secrets: ['issuer-webhook-signing'],
  sendsTo: ['issuer-events'],
  emits: [],
  errors: ['unauthenticated', 'validation_failed'],
});
