import * as z from 'zod';
import { declareTask } from '../../kernel/operation/declaration.ts';

export const failCardOrder = declareTask({
  operationId: 'failCardOrder',
  subdomain: 'cards',
  summary: 'Notes why an order of a plastic failed.',
  workflow: 'physical-card-order',
  input: z.object({
    tenantId: z.string(),
    cardId: z.string(),
    orderId: z.string(),
    failure: z.object({ Error: z.string(), Cause: z.string().optional() }),
  }),
  output: z.object({}),
  uses: ['table'],
  access: 'write',
  emits: ['card.failed', 'card.plastic_failed'],
  errors: ['card_order_not_found', 'temporarily_unavailable'],
});
