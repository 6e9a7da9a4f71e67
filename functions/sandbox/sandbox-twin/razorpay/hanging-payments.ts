import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { announce, writesOf } from './payment-desk.ts';
import type { Payment } from './payment-items.ts';
import { orders, payments } from './payment-items.ts';
import type { End } from './payment-moves.ts';
import { endPayment } from './payment-moves.ts';
import { inTurn } from './versioned.ts';

/** How long an outcome that nobody knows hangs, by the program's clock. */
export const hangMinutes = 10;

/** Ends a payment whose outcome hung; leaves one that has ended already. */
export const endHanging = (
  desk: PaymentDesk,
  program: TenantContext,
  { paymentId, end }: { readonly paymentId: string; readonly end: End },
): Promise<Payment> =>
  inTurn(async () => {
    const payment = await payments.find(desk.table, program, paymentId);
    if (payment === undefined) throw new Error('a payment that was there is gone');
    if (payment.status !== 'created') return payment;
    const order = await orders.find(desk.table, program, payment.orderId);
    if (order === undefined) throw new Error('a payment without an order');
    const next = { ...payment, version: payment.version + 1 };
    const { writes, told } = endPayment(program, { order, payment: next }, end);
    const events = await announce(desk, program, told);
    if ((await desk.commit([...writes, ...writesOf(events)])) === 'refused') return 'refused';
    return (await payments.find(desk.table, program, paymentId)) ?? payment;
  });

/** A payment as it is when somebody looks: what hung for long enough was captured. */
export const lookAt = async (
  desk: PaymentDesk,
  program: TenantContext,
  paymentId: string,
): Promise<Payment | undefined> => {
  const payment = await payments.find(desk.table, program, paymentId);
  if (payment?.status !== 'created' || payment.settlesAt === undefined) return payment;
  const now = (await desk.clocks.of(program)).now();
  if (now.epochMilliseconds < payment.settlesAt.epochMilliseconds) return payment;
  return endHanging(desk, program, { paymentId, end: 'captured' });
};
