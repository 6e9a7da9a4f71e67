import * as z from 'zod';
import { noQuery, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { decisionAnswer, networkAmount, networkMerchant } from '../network-schemas.ts';
import { mandateCategory, mandateFrequency, noticeExemption } from '../third-party-schemas.ts';

export const simulateThirdPartyMandate = declareHttp({
  operationId: 'simulateThirdPartyMandate',
  subdomain: 'sandbox',
  summary: "Has a third party register a mandate on a card, with its holder's authentication.",
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/cards/{cardId}/third-party-mandates' }],
  status: 201,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({
    merchant: networkMerchant,
    maxAmount: networkAmount,
    amountRule: z.enum(['exact', 'max']).optional(),
    frequency: mandateFrequency,
    category: mandateCategory.optional(),
    exemption: noticeExemption.optional(),
    validUntil: timestamp,
    notification: z.strictObject({ channel: z.enum(['sms', 'email']) }).optional(),
    /** false: the holder does not pass the 3-D Secure check. */
    authenticated: z.boolean().optional(),
  }),
  answer: decisionAnswer.extend({ mandateId: z.string().nullable() }).meta({ id: 'SimulatedMandate' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['card_not_found', 'currency_mismatch', 'invalid_state', 'temporarily_unavailable'],
});
