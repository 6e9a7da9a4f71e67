import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

const happened = z.object({
  mandateId: z.string(),
  debitId: z.string().optional(),
  authorizationId: z.string().optional(),
});

export const tellCardMandate = declareQueue({
  operationId: 'tellCardMandate',
  subdomain: 'card-mandates',
  summary: "Tells a customer what became of a third party's mandate, and of every debit under it.",
  queue: 'card-mandate-news',
  message: z.object({ detail: eventEnvelopeSchema.extend({ data: happened }) }),
  eventTypes: [
    'card_mandate.registered',
    'card_mandate.withdrawn',
    'card_mandate.taken_back',
    'card_mandate_debit.debited',
    'card_mandate_debit.declined',
    'card_mandate_debit.taken_back',
  ],
  uses: ['table'],
  access: 'write',
  emits: ['notification.requested'],
  errors: [],
});
