import * as z from 'zod';
import { fingerprint } from '../../../kernel/crypto/canonical-json.ts';
import { refundEntity, paymentEntity } from './entities.ts';
import type { PaymentCall } from './payment-call.ts';
import { param, readFields } from './payment-call.ts';
import { notesField } from './payment-customers.ts';
import type { PaymentDesk, Told } from './payment-desk.ts';
import { announce, writesOf } from './payment-desk.ts';
import { notValid, PaymentError, unknownId } from './payment-error.ts';
import { freshId, namedId } from './payment-ids.ts';
import type { Payment, Refund } from './payment-items.ts';
import { payments, refunds } from './payment-items.ts';
import { inTurn } from './versioned.ts';

const asked = z.strictObject({
  amount: z.int().min(1).optional(),
  speed: z.enum(['normal', 'optimum']).optional(),
  notes: notesField.optional(),
  receipt: z.string().min(1).max(40).optional(),
});

const keyShape = /^[A-Za-z0-9_-]{10,}$/;

const refused = (reason: string, description: string): PaymentError =>
  new PaymentError({ reason, description, step: 'refund' });

const refundedPayment = (payment: Payment, refund: Refund): Payment => {
  const amountRefunded = payment.amountRefunded + refund.amount;
  return {
    ...payment,
    amountRefunded,
    status: amountRefunded === payment.amount ? 'refunded' : payment.status,
    refundIds: [...payment.refundIds, refund.refundId],
    version: payment.version + 1,
  };
};

const refundKey = (headers: Readonly<Record<string, string>>): string | undefined => {
  const key = headers['x-refund-idempotency'];
  if (key !== undefined && !keyShape.test(key)) {
    throw new PaymentError({ description: 'The idempotency key is invalid.', reason: notValid });
  }
  return key;
};

/** What goes back: all that is left unless less was asked for. */
const amountOf = (payment: Payment, wanted: number | undefined): bigint => {
  if (payment.status === 'refunded') throw refused('payment_already_refunded', 'The payment is fully refunded.');
  if (payment.status !== 'captured') throw refused('payment_not_captured', 'The payment is not captured.');
  const left = payment.amount - payment.amountRefunded;
  const amount = wanted === undefined ? left : BigInt(wanted);
  if (amount > left) throw refused('refund_amount_exceeds', 'The refund is more than what is left.');
  return amount;
};

/** Gives money back, at once. The same key is the same refund; without one each call is another. */
export const createRefund =
  (desk: PaymentDesk): PaymentCall =>
  async (program, request) => {
    const wanted = readFields(asked, request.body);
    const paymentId = param(request, 'paymentId');
    const key = refundKey(request.headers);
    const name = `${paymentId}\0${key}`;
    const refundId = key === undefined ? freshId('rfnd', desk.random) : namedId('rfnd', program, name);
    return inTurn(async () => {
      // Before the refund: a payment that is refunded by then has its refund.
      const payment = await payments.find(desk.table, program, paymentId);
      const first = await refunds.find(desk.table, program, refundId);
      if (first !== undefined) {
        if (first.asked === fingerprint(wanted)) return refundEntity(first);
        throw refused(notValid, 'Different request with the same idempotency key.');
      }
      if (payment === undefined) throw unknownId();
      const amount = amountOf(payment, wanted.amount);
      const refund: Refund = {
        ...{ refundId, paymentId, amount, currency: payment.currency, notes: wanted.notes ?? {} },
        ...(wanted.receipt === undefined ? {} : { receipt: wanted.receipt }),
        ...{ asked: fingerprint(wanted), createdAt: (await desk.clocks.of(program)).now(), version: 1 },
      };
      const next = refundedPayment(payment, refund);
      const entities: Told['entities'] = { refund: refundEntity(refund), payment: paymentEntity(next) };
      const events = await announce(desk, program, [
        { event: 'refund.created', entities },
        { event: 'refund.processed', entities },
      ]);
      const writes = [refunds.put(program, refundId, refund), payments.put(program, paymentId, next)];
      const committed = await desk.commit([...writes, ...writesOf(events)]);
      return committed === 'refused' ? committed : refundEntity(refund);
    });
  };
