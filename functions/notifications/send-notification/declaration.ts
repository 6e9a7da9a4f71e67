import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

export const sendNotification = declareQueue({
  operationId: 'sendNotification',
  subdomain: 'notifications',
  summary: 'Sends a customer the message that was ordered, by the channel that the customer chose.',
  queue: 'notifications',
  message: z.object({ detail: eventEnvelopeSchema.extend({ data: z.object({ notificationId: z.string() }) }) }),
  eventTypes: ['notification.requested'],
  uses: ['table', 'sms', 'mail'],
  access: 'write',
  settings: ['COMPLAINTS_CONTACT', 'SANDBOX_MESSAGES'],
  emits: ['notification.sent', 'notification.delivered', 'notification.failed'],
  errors: [],
  timeoutSeconds: 30,
});
