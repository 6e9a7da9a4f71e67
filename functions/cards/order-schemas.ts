import * as z from 'zod';
import type { CardOrder } from './domain/card-order.ts';
import { cardOrderStatuses } from './domain/card-order.ts';

/** A plastic on order. */
export const cardOrderAnswer = z
  .object({ cardId: z.string(), orderId: z.string(), status: z.enum(cardOrderStatuses) })
  .meta({ id: 'CardOrder' });

/** What an event of an order tells those who carry the order on; its resource is the order. */
export const orderEvent = z.object({ cardId: z.string() });

export const presentOrder = ({ cardId, orderId, status }: CardOrder): z.input<typeof cardOrderAnswer> => ({
  cardId,
  orderId,
  status,
});
