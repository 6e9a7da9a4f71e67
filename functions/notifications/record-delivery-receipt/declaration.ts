import * as z from 'zod';
import { timestamp } from '../../kernel/http/schemas.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

export const recordDeliveryReceipt = declareQueue({
  operationId: 'recordDeliveryReceipt',
  subdomain: 'notifications',
  summary: 'Records whether a message to a customer was delivered, as its carrier says.',
  queue: 'delivery-receipts',
  message: z.strictObject({
    carrier: z.enum(['sms', 'email']),
    /** The carrier's. */
    messageId: z.string().min(1).max(256),
    event: z.string().max(64),
    at: timestamp,
  }),
  awsEvents: [
    {
      source: 'aws.sms-voice',
      detailTypes: ['Text Message Delivery Status Updated'],
      pick: { carrier: 'sms', messageId: '$.detail.messageId', event: '$.detail.eventType', at: '$.time' },
    },
    {
      source: 'aws.ses',
      detailTypes: ['Email Delivered', 'Email Bounced', 'Email Rejected'],
      pick: { carrier: 'email', messageId: '$.detail.mail.messageId', event: '$.detail-type', at: '$.time' },
    },
  ],
  uses: ['table'],
  access: 'write',
  emits: ['notification.delivered', 'notification.undelivered'],
  errors: ['temporarily_unavailable'],
});
