import type { Temporal } from 'temporal-polyfill';
import type { TableWrite } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { orderEntity } from './entities.ts';
import type { OrderAsked } from './order-asked.ts';
import type { PaymentDesk, Told } from './payment-desk.ts';
import { unknownId } from './payment-error.ts';
import { freshId } from './payment-ids.ts';
import type { PaymentOrder, PaymentToken } from './payment-items.ts';
import { tokens } from './payment-items.ts';
import { refusalOf } from './payment-tokens.ts';
import type { DebitStory } from './story-items.ts';
import { debitStories, mandateStories, noDebitStory, noMandateStory, withOrder } from './story-items.ts';

const registration = (token: NonNullable<OrderAsked['token']>): PaymentOrder['token'] => ({
  maxAmount: BigInt(token.max_amount),
  frequency: token.frequency ?? 'as_presented',
  ...(token.expire_at === undefined ? {} : { expireAt: token.expire_at }),
  ...(token.recurring_value === undefined ? {} : { recurringValue: token.recurring_value }),
  ...(token.recurring_type === undefined ? {} : { recurringType: token.recurring_type }),
});

/** Notices are delivered one second after they are asked for, unless a tester says otherwise. */
export const noticeOutcome = (
  status: DebitStory['notice'],
  now: Temporal.Instant,
): { readonly status: 'failed' } | { readonly status: 'delivered'; readonly deliveredAt: Temporal.Instant } =>
  status === 'failed' ? { status } : { status, deliveredAt: now.add({ seconds: 1 }) };

/** What is told of an order's notice. */
export const noticeTold = (order: PaymentOrder): Told => ({
  event: order.notice?.status === 'failed' ? 'order.notification.failed' : 'order.notification.delivered',
  entities: { order: orderEntity(order) },
});

/** An order that is not stored yet, and how the stories of its mandate or debit go on by it. */
interface Drafted {
  readonly order: PaymentOrder;
  readonly writes: readonly TableWrite[];
}

const plainOrder = (order: OrderAsked, orderId: string, createdAt: Temporal.Instant): PaymentOrder => {
  const { receipt, notes = {}, customer_id: customerId, method, token } = order;
  return {
    orderId,
    ...{ amount: BigInt(order.amount), currency: order.currency, status: 'created', notes },
    ...(receipt === undefined ? {} : { receipt }),
    ...(customerId === undefined ? {} : { customerId }),
    ...(method === undefined ? {} : { method }),
    ...(token === undefined ? {} : { token: registration(token) }),
    ...{ paymentIds: [], isClosed: false, createdAt, version: 1 },
  };
};

/** @throws PaymentError for a token that takes part in nothing */
const debitable = async (
  { table, clocks }: PaymentDesk,
  program: TenantContext,
  tokenId: string,
): Promise<PaymentToken> => {
  const token = await tokens.find(table, program, tokenId);
  if (token === undefined || token.isDeleted) throw unknownId();
  const refusal = refusalOf(token, (await clocks.of(program)).now());
  if (refusal !== undefined) throw refusal;
  return token;
};

/** An order over which a payer authenticates or pays: the mandate in its notes is who may be told to. */
const authenticating = async (
  { table }: PaymentDesk,
  program: TenantContext,
  order: PaymentOrder,
): Promise<Drafted> => {
  const { mandate } = order.notes;
  if (mandate === undefined) return { order, writes: [] };
  const story = (await mandateStories.find(table, program, mandate)) ?? noMandateStory;
  return { order, writes: [mandateStories.put(program, mandate, withOrder(story, order.orderId))] };
};

/** An order with a notice: the debit in its notes says what becomes of it. */
const notifying = async (
  desk: PaymentDesk,
  program: TenantContext,
  { order, asked }: { readonly order: PaymentOrder; readonly asked: NonNullable<OrderAsked['notification']> },
): Promise<Drafted> => {
  const token = await debitable(desk, program, asked.token_id);
  const { debit } = order.notes;
  const known = debit === undefined ? undefined : await debitStories.find(desk.table, program, debit);
  const story = known ?? noDebitStory;
  const notice = {
    noticeId: freshId('notification', desk.random),
    tokenId: token.tokenId,
    ...(asked.payment_after === undefined ? {} : { paymentAfter: asked.payment_after }),
    ...noticeOutcome(story.notice, order.createdAt),
  };
  const writes = debit === undefined ? [] : [debitStories.put(program, debit, withOrder(story, order.orderId))];
  return { order: { ...order, method: order.method ?? token.method, notice }, writes };
};

export const draftOrder = async (
  desk: PaymentDesk,
  program: TenantContext,
  { asked, orderId }: { readonly asked: OrderAsked; readonly orderId: string },
): Promise<Drafted> => {
  const order = plainOrder(asked, orderId, (await desk.clocks.of(program)).now());
  return asked.notification === undefined
    ? authenticating(desk, program, order)
    : notifying(desk, program, { order, asked: asked.notification });
};
