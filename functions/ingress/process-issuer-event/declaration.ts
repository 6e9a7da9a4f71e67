import * as z from 'zod';
import { declareQueue } from '../../kernel/operation/declaration.ts';

export const processIssuerEvent = declareQueue({
  operationId: 'processIssuerEvent',
  subdomain: 'ingress',
  summary: 'Keeps a provider event and applies it in the subdomain that owns the resource.',
  queue: 'issuer-events',
  message: z.object({ eventId: z.string(), raw: z.base64(), receivedAt: z.string() }),
  uses: ['table', 'messageKeys', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: [
    'kyc.approved',
    'kyc.rejected',
    'kyc.abandoned',
    'kyc.resubmission_required',
    'card.issuer_status_changed',
    'card.issuer_status_confirmed',
  ],
  errors: ['event_parked'],
});
