import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const checkDelivery = declareTimer({
  operationId: 'checkDelivery',
  subdomain: 'cards',
  summary: 'Tells of a plastic that is overdue, and closes a delivery that nobody needs to follow any more.',
  payload: z.strictObject({ cardId: z.string(), orderId: z.string() }),
  uses: ['table'],
  access: 'write',
  emits: ['card.delivery_overdue', 'delivery.closed'],
  errors: ['temporarily_unavailable'],
});
