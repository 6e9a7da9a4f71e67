import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ProviderNotice, ProviderOrder } from '../../mandates/ports/payment-provider.ts';
import { readMoney, wireMoney } from './amounts.ts';
import type { RazorpayCall } from './client.ts';
import { single } from './client.ts';

/** Seconds since the epoch, as Razorpay tells every time. */
export const wireInstant = z.int().transform((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000));

export const wireOrder = z.object({
  id: z.string().min(1),
  ...wireMoney,
  receipt: z.string().nullish(),
  status: z.string(),
  created_at: wireInstant.nullish(),
  notification: z
    .object({
      token_id: z.string().nullish(),
      status: z.string().nullish(),
      delivered_at: wireInstant.nullish(),
    })
    .nullish(),
});

export type WireOrder = z.output<typeof wireOrder>;

const statuses: readonly ProviderOrder['status'][] = ['created', 'attempted', 'paid'];

/** A notice has no status before it was sent. What the documentation does not name rings. */
const knownNotices: readonly unknown[] = ['created', 'pending', 'sent', 'delivered', 'failed', null, undefined];

const noticeOf = ({ status, delivered_at: deliveredAt }: NonNullable<WireOrder['notification']>): ProviderNotice => {
  if (status === 'failed') return { status };
  // Delivered without a time cannot be counted from, so it is not delivered yet.
  if (status !== 'delivered' || deliveredAt === null || deliveredAt === undefined) {
    return { status: 'pending', isUnknownStatus: !knownNotices.includes(status) };
  }
  return { status, deliveredAt };
};

const orderOf = (wire: WireOrder): ProviderOrder => {
  const status = statuses.find((known) => known === wire.status);
  return {
    orderId: wire.id,
    receipt: wire.receipt ?? '',
    amount: readMoney(wire),
    status: status ?? 'pending',
    isUnknownStatus: status === undefined,
    ...(wire.notification === null || wire.notification === undefined ? {} : { notice: noticeOf(wire.notification) }),
  };
};

export const readOrder = (orderId: string): RazorpayCall<ProviderOrder> =>
  single({
    request: { call: 'readOrder', method: 'GET', path: `/v1/orders/${encodeURIComponent(orderId)}` },
    answer: wireOrder.transform(orderOf),
  });
