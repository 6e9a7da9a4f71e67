import * as z from 'zod';
import { noQuery, text, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

const items = z.enum(['card', 'pin_mailer']);
const word = text(64);

export const simulateDelivery = declareHttp({
  operationId: 'simulateDelivery',
  subdomain: 'sandbox',
  summary: 'Has the issuer or a carrier tell where a plastic or its PIN mailer is, in any words.',
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/cards/{cardId}/delivery-events' }],
  status: 201,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({
    status: word,
    carrier: word.optional(),
    trackingNumber: word.optional(),
    at: z.iso.datetime({ offset: true }).optional(),
    item: items.optional(),
  }),
  answer: z
    .object({ cardId: z.string(), item: items, status: z.string(), at: timestamp })
    .meta({ id: 'SimulatedDelivery' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control', 'cursor-signing'],
  emits: [],
  errors: ['card_not_found', 'invalid_state', 'temporarily_unavailable'],
});
