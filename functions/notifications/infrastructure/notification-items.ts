import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { messageChannels, messageTemplates } from '../domain/message.ts';
import { notificationStatuses } from '../domain/notification.ts';

export const notificationItem = defineItem({
  name: 'notification',
  subdomain: 'notifications',
  summary: 'A message to a customer: template, facts, channel and what came of it. No address, no number.',
  keys: { pk: 'T#<tenantId>#NOTIFICATION#<notificationId>', sk: 'NOTIFICATION' },
  schema: z.object({
    notificationId: z.string(),
    customerId: z.string(),
    channel: z.enum(messageChannels),
    template: z.enum(messageTemplates),
    facts: z.object({
      merchantName: z.string().optional(),
      amount: z.object({ minor: minorUnits, currency: z.enum(currencies) }).optional(),
      debitAt: z.string().optional(),
      reference: z.string(),
      reason: z.string().optional(),
    }),
    status: z.enum(notificationStatuses),
    requestedAt: instant,
    sentAt: instant.optional(),
    deliveredAt: instant.optional(),
    failure: z.string().optional(),
    sequence: wholeNumber,
  }),
});
