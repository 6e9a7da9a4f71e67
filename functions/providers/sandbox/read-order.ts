import type { OrderReport } from '../../cards/ports/issuer-plastics.ts';
import type { ProviderCall } from './client.ts';
import { orderReport } from './order-plastic.ts';

/** Pulls an order's report (AN-61); changes nothing, so an unknown outcome is asked again. */
export const readOrder = (orderId: string): ProviderCall<OrderReport> => ({
  call: 'readOrder',
  path: '/issuer/v1/card-orders/report',
  body: { orderId },
  answer: orderReport,
});
