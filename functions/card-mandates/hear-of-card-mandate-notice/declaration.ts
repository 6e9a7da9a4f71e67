import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

const heard = z.object({ template: z.string(), reference: z.string(), deliveredAt: z.iso.datetime().optional() });

export const hearOfCardMandateNotice = declareQueue({
  operationId: 'hearOfCardMandateNotice',
  subdomain: 'card-mandates',
  summary: 'Notes whether a notice of a debit reached the customer: the 24 hours run from its delivery.',
  queue: 'card-mandate-notices',
  message: z.object({ detail: eventEnvelopeSchema.extend({ data: heard }) }),
  eventTypes: ['notification.delivered', 'notification.undelivered', 'notification.failed'],
  uses: ['table'],
  access: 'write',
  emits: ['card_mandate_debit.notified', 'card_mandate_debit.notice_failed', 'notification.requested'],
  errors: ['concurrent_change'],
});
