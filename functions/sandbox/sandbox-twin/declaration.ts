import { declareUrl } from '../../kernel/operation/declaration.ts';

export const sandboxTwin = declareUrl({
  operationId: 'sandboxTwin',
  subdomain: 'sandbox',
  summary: 'An issuing processor and a KYC vendor for testers: the companies outside, behind real HTTP.',
  realm: 'sandbox',
  url: 'sandbox-twin',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_EVENTS_URL', 'ISSUER_AUTHORIZATIONS_URL'],
  secrets: ['issuer-request-signing', 'issuer-webhook-signing', 'sandbox-control', 'sandbox-vault'],
  emits: [],
  errors: [],
  timeoutSeconds: 20,
});
