import * as z from 'zod';
import type { OrderReport, PlasticOrder } from '../../cards/ports/issuer-plastics.ts';
import type { ProviderCall } from './client.ts';
import { replacedCard } from './create-card.ts';

/** A status that is not known here means pending: nothing is made, and nothing is refused. */
const status = z.enum(['ordered', 'in_production', 'produced', 'rejected', 'cancelled']).catch('ordered');

/** The order report (AN-61). */
export const orderReport = z.object({ orderId: z.string().min(1), status });

/** Orders a plastic (AN-58); recovered by asking for the order of the reference, never by a blind repeat. */
export const orderPlastic = (order: PlasticOrder): ProviderCall<OrderReport> => ({
  call: 'orderPlastic',
  path: '/issuer/v1/card-orders',
  body: {
    reference: order.reference,
    accountId: order.accountExternalId,
    bin: order.bin,
    network: order.network,
    displayName: order.displayName,
    deliveryAddress: { ...order.deliveryAddress },
    ...(order.replaces === undefined ? {} : { replaces: replacedCard(order.replaces) }),
    ...(order.externalId === undefined ? {} : { cardId: order.externalId }),
  },
  answer: orderReport,
  recovery: { path: '/issuer/v1/card-orders/find', body: { reference: order.reference }, notDone: 'order_unknown' },
});
