import { declareUrl } from '../../kernel/operation/declaration.ts';

export const sandboxTwin = declareUrl({
  operationId: 'sandboxTwin',
  subdomain: 'sandbox',
  summary:
    'Issuing processor, KYC vendor, bank and payment provider for testers: the companies outside, behind real HTTP.',
  realm: 'sandbox',
  url: 'sandbox-twin',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_EVENTS_URL', 'ISSUER_AUTHORIZATIONS_URL', 'PAYMENT_EVENTS_URL'],
  secrets: [
    'issuer-request-signing',
    'issuer-webhook-signing',
    'payment-api',
    'payment-webhook-signing',
    'sandbox-control',
    'sandbox-vault',
  ],
  emits: [],
  errors: [],
  timeoutSeconds: 20,
});
