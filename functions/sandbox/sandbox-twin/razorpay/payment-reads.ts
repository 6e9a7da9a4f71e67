import { collection, paymentEntity, refundEntity } from './entities.ts';
import { lookAt } from './hanging-payments.ts';
import type { PaymentCall } from './payment-call.ts';
import { param } from './payment-call.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { unknownId } from './payment-error.ts';
import { orders, payments, refunds } from './payment-items.ts';

export const paymentReads = (
  desk: PaymentDesk,
): Record<'payment' | 'ofOrder' | 'refund' | 'refundsOfPayment', PaymentCall> => ({
  payment: async (program, request) => {
    const payment = await lookAt(desk, program, param(request, 'paymentId'));
    if (payment === undefined) throw unknownId();
    return paymentEntity(payment);
  },
  /** Oldest attempt first. */
  ofOrder: async (program, request) => {
    const order = await orders.find(desk.table, program, param(request, 'orderId'));
    if (order === undefined) throw unknownId();
    const found = [];
    for (const paymentId of order.paymentIds) found.push(await lookAt(desk, program, paymentId));
    return collection(found.filter((payment) => payment !== undefined).map(paymentEntity));
  },
  refund: async (program, request) => {
    const refund = await refunds.find(desk.table, program, param(request, 'refundId'));
    const { paymentId = refund?.paymentId } = request.params;
    if (refund === undefined || refund.paymentId !== paymentId) throw unknownId();
    return refundEntity(refund);
  },
  refundsOfPayment: async (program, request) => {
    const payment = await payments.find(desk.table, program, param(request, 'paymentId'));
    if (payment === undefined) throw unknownId();
    const found = await Promise.all(payment.refundIds.map((refundId) => refunds.find(desk.table, program, refundId)));
    return collection(found.filter((refund) => refund !== undefined).map(refundEntity));
  },
});
