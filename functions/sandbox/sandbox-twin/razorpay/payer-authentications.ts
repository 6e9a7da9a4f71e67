import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Ordering } from '../network/ordering.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { announce } from './payment-desk.ts';
import { freshId } from './payment-ids.ts';
import type { Payment, PaymentOrder, PaymentToken } from './payment-items.ts';
import { customers, orders } from './payment-items.ts';
import type { End, Move } from './payment-moves.ts';
import { endPayment, moveToken, together } from './payment-moves.ts';
import { ordered } from './story-orders.ts';
import { mandateStories } from './story-items.ts';

const asked = z.strictObject({
  /** Names this order: the same again is the same authentication, not a second one. */
  reference: z.string().min(1).max(80),
  /** The platform's id of the mandate, as the notes of its orders have it. */
  mandate: z.string().min(1).max(80),
  outcome: z.enum(['success', 'failure', 'abandoned']),
});
type Outcome = z.output<typeof asked>['outcome'];

const endOf = (outcome: Outcome): End => {
  if (outcome === 'success') return 'captured';
  return { failed: outcome === 'failure' ? 'authentication_failed' : 'payment_cancelled' };
};

/** @throws Refusal 409 `nothing_to_authenticate` */
const newestOpen = async ({ table }: PaymentDesk, program: TenantContext, mandate: string): Promise<PaymentOrder> => {
  const story = await mandateStories.find(table, program, mandate);
  for (const orderId of (story?.orderIds ?? []).toReversed()) {
    const order = await orders.find(table, program, orderId);
    if (order !== undefined && order.status !== 'paid' && !order.isClosed) return order;
  }
  throw new Refusal(409, 'nothing_to_authenticate');
};

/** The token that a registration makes, confirmed or rejected at once; nobody who walks away leaves one. */
const registered = async (
  desk: PaymentDesk,
  program: TenantContext,
  { order, outcome, now }: { readonly order: PaymentOrder; readonly outcome: Outcome; readonly now: Temporal.Instant },
): Promise<(Move & { readonly tokenId: string }) | undefined> => {
  const { token: registration, customerId } = order;
  if (registration === undefined || customerId === undefined || outcome === 'abandoned') return undefined;
  const customer = await customers.find(desk.table, program, customerId);
  if (customer === undefined) throw new Error('an order of a customer that is gone');
  const tokenId = freshId('token', desk.random);
  const token: PaymentToken = {
    ...{ tokenId, customerId, method: order.method ?? 'card', status: 'rejected', notes: order.notes },
    ...{ maxAmount: registration.maxAmount, isDeleted: false, createdAt: now, version: 0 },
    ...(registration.expireAt === undefined ? {} : { expireAt: registration.expireAt }),
    ...(outcome === 'success' ? {} : { failureReason: 'authentication_failed' }),
  };
  const { writes, told } = moveToken(program, token, { status: outcome === 'success' ? 'confirmed' : 'rejected', now });
  const tokenIds = [...customer.tokenIds, tokenId];
  const kept = customers.put(program, customerId, { ...customer, tokenIds, version: customer.version + 1 });
  return { tokenId, writes: [...writes, kept], told };
};

/**
 * The payer authenticates over the newest open order of a mandate: its registration, a change, a withdrawal, or the
 * payment of one of its debits. Failing and walking away both fail the payment and close the order.
 */
export const authenticatePayer =
  (desk: PaymentDesk, ordering: Ordering): Call =>
  async (program, body) => {
    const wanted = readBody(asked, body);
    return ordering.once(program, wanted, async () => {
      const order = await newestOpen(desk, program, wanted.mandate);
      const now = (await desk.clocks.of(program)).now();
      const token = await registered(desk, program, { order, outcome: wanted.outcome, now });
      const payment: Payment = {
        ...{ paymentId: freshId('pay', desk.random), orderId: order.orderId, status: 'created' },
        ...{ amount: order.amount, currency: order.currency, amountRefunded: 0n, refundIds: [] },
        ...{ method: order.method ?? 'upi', notes: order.notes, isOnSession: true, createdAt: now, version: 1 },
        ...(order.customerId === undefined ? {} : { customerId: order.customerId }),
        ...(token === undefined ? {} : { tokenId: token.tokenId }),
      };
      const closed = { ...order, isClosed: wanted.outcome !== 'success' };
      const paid = endPayment(program, { order: closed, payment }, endOf(wanted.outcome));
      const move = token === undefined ? paid : together(paid, token);
      const answer = { orderId: order.orderId, paymentId: payment.paymentId };
      return ordered(wanted.mandate, answer, { writes: move.writes, events: await announce(desk, program, move.told) });
    });
  };
