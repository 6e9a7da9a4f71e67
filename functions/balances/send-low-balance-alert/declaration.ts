import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { moneyAnswer } from '../../kernel/http/schemas.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';
import { partnerKinds } from '../domain/partner-balance.ts';

const lowBalance = z.object({
  partnerBalanceId: z.string(),
  kind: z.enum(partnerKinds),
  available: moneyAnswer,
  lowBalanceThreshold: moneyAnswer,
});

export const sendLowBalanceAlert = declareQueue({
  operationId: 'sendLowBalanceAlert',
  subdomain: 'balances',
  summary: 'Mails the tenant that a partner balance fell below its level.',
  queue: 'low-balance-alerts',
  message: z.object({ detail: eventEnvelopeSchema.extend({ data: lowBalance }) }),
  eventTypes: ['partner_balance.low'],
  uses: ['table', 'mail'],
  access: 'write',
  emits: [],
  errors: [],
  timeoutSeconds: 30,
});
