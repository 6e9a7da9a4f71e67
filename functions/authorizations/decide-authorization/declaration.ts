import { declareUrl } from '../../kernel/operation/declaration.ts';

export const decideAuthorization = declareUrl({
  operationId: 'decideAuthorization',
  subdomain: 'authorizations',
  summary:
    'Decides on a request of the card network while it waits: authorization, increment, financial, inquiry; takes announcements.',
  url: 'authorizations',
  uses: ['table', 'secrets', 'queues', 'messageKeys'],
  access: 'write',
  settings: ['WEBHOOK_LOOPBACK'],
  secrets: ['issuer-webhook-signing'],
  sendsTo: ['authorization-doubts'],
  emits: [
    'authorization.approved',
    'authorization.declined',
    'authorization.incremented',
    'authorization.increment_declined',
    'transaction.posted',
    'card_mandate.registered',
    'card_mandate_debit.announced',
    'card_mandate_debit.debited',
    'card_mandate_debit.declined',
    'notification.requested',
  ],
  errors: ['unauthenticated', 'malformed_json', 'validation_failed'],
  timeoutSeconds: 5,
});
