import * as z from 'zod';
import type { OrderReport } from '../../cards/ports/issuer-plastics.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { AdyenApis, AdyenCall } from './client.ts';

/** Adyen's words for how far a plastic is, in ours (domain.md 2.5). One that is on its way was made. */
const words: ReadonlyMap<string, OrderReport['status']> = new Map([
  ['created', 'ordered'],
  ['processing', 'in_production'],
  ['produced', 'produced'],
  ['shipped', 'produced'],
  ['delivered', 'produced'],
  ['rejected', 'rejected'],
]);

const answer = z
  .object({ paymentInstrumentId: z.string(), card: z.object({ status: z.string().optional() }).nullish() })
  // A word that is not known means that nothing is decided yet.
  .transform(({ paymentInstrumentId, card }): OrderReport => ({
    orderId: paymentInstrumentId,
    status: words.get(card?.status ?? '') ?? 'ordered',
  }));

const pageSize = 100;
const mostPages = 10;
/** Personalisation takes two days; an order that is older than this was answered long ago, or never. */
const lookBackDays = 30;

const itemIn = async ({ orders }: AdyenApis, batchId: string, instrumentId: string): Promise<unknown> => {
  for (let page = 0; page < mostPages; page += 1) {
    const { data, hasNext } = await orders.getCardOrderItems(batchId, page * pageSize, pageSize);
    const found = data.find(({ paymentInstrumentId }) => paymentInstrumentId === instrumentId);
    if (found !== undefined) return found;
    if (!hasNext) return undefined;
  }
  return undefined;
};

/**
 * The order report (AN-61). Adyen puts plastics into batches, one a day, and finds none by its card, so the batches are
 * looked through. A plastic that is in none yet was ordered.
 */
export const readCardOrder = (clock: Clock, instrumentId: string): AdyenCall<OrderReport> => ({
  call: 'readCardOrder',
  send: async (apis) => {
    const createdSince = toTimestamp(clock.now().subtract({ hours: lookBackDays * 24 }));
    const query = { params: { createdSince, limit: String(pageSize) } };
    const none = undefined;
    const { cardOrders = [] } = await apis.orders.listCardOrders(
      none,
      none,
      none,
      none,
      none,
      none,
      none,
      none,
      none,
      none,
      none,
      query,
    );
    for (const { id } of cardOrders) {
      const found = id === undefined ? undefined : await itemIn(apis, id, instrumentId);
      if (found !== undefined) return found;
    }
    return { paymentInstrumentId: instrumentId };
  },
  answer,
  refusals: { 400: 'invalid_request', 404: 'other', 422: 'invalid_request' },
});
