import * as z from 'zod';
import { declareQueue } from '../../kernel/operation/declaration.ts';

export const processIssuerEvent = declareQueue({
  operationId: 'processIssuerEvent',
  subdomain: 'ingress',
  summary: 'Keeps a provider event and applies it in the subdomain that owns the resource.',
  queue: 'issuer-events',
  message: z.object({
    eventId: z.string(),
    raw: z.base64(),
    receivedAt: z.string(),
    replay: z.literal(true).optional(),
  }),
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['cursor-signing', 'person-pepper', 'issuer-request-signing'],
  emits: [
    'kyc.approved',
    'kyc.rejected',
    'kyc.abandoned',
    'kyc.resubmission_required',
    'authorization.advised',
    'authorization.reversed',
    'authorization.expired',
    'authorization.charged_back',
    'authorization.preceded',
    'card.issuer_status_changed',
    'card.issuer_status_confirmed',
    'card_order.produced',
    'card.failed',
    'card.plastic_failed',
    'delivery.reported',
    'transaction.posted',
    'account_credit.returned',
  ],
  errors: ['event_parked'],
});
