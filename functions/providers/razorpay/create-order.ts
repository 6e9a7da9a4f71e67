import * as z from 'zod';
import type { Money } from '../../kernel/money/money.ts';
import type { Receipt } from '../../mandates/ports/payment-provider.ts';
import { ReceiptConflict } from '../../mandates/ports/payment-refused.ts';
import type { TimeLimit } from '../execute-loop.ts';
import { isSameMoney, readMoney, wireAmount } from './amounts.ts';
import type { Ask, RazorpayCall, Reply, WireError } from './client.ts';
import type { WireOrder } from './orders.ts';
import { wireOrder } from './orders.ts';

/** How Razorpay tells that a receipt is taken, by generation (rule 45). A part that is missing is not looked at. */
const duplicateReceiptMatchers: readonly {
  readonly code: string;
  readonly reason?: string;
  readonly description?: RegExp;
}[] = [
  { code: 'order_receipt_not_unique' },
  { code: 'BAD_REQUEST_ERROR', reason: 'input_validation_failed', description: /receipt.*unique/iu },
];

const isReceiptTaken = ({ error }: WireError): boolean =>
  duplicateReceiptMatchers.some(
    ({ code, reason, description }) =>
      error.code === code &&
      (reason === undefined || error.reason === reason) &&
      (description === undefined || description.test(error.description ?? '')),
  );

export interface OrderDraft {
  readonly receipt: Receipt;
  readonly amount: Money;
  readonly notes: Readonly<Record<string, string>>;
  /** What kind of order it is, in Razorpay's words. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The token that the order notifies of, if it does. */
  readonly tokenId?: string;
}

export interface PlacedOrder {
  readonly order: WireOrder;
  readonly adopted: boolean;
}

/** @throws ReceiptConflict when the order that the receipt stands for is not ours in all that counts (SH-26) */
const checked = (draft: OrderDraft, order: WireOrder): WireOrder => {
  const tokenId = order.notification?.token_id ?? draft.tokenId;
  if (!isSameMoney(readMoney(order), draft.amount) || tokenId !== draft.tokenId) throw new ReceiptConflict();
  return order;
};

const orderList = z.object({ items: z.array(wireOrder) });

const epochOf = ({ created_at: createdAt }: WireOrder): number => createdAt?.epochMilliseconds ?? 0;

/** The order of a receipt; the first one if the account does not keep receipts unique. */
const findByReceipt = async (
  ask: Ask,
  draft: OrderDraft,
  timeLimit: TimeLimit,
): Promise<Reply<WireOrder | undefined>> => {
  const query = new URLSearchParams({ receipt: draft.receipt, count: '100' });
  const request = { call: 'createOrderRecovery', method: 'GET', path: `/v1/orders?${query.toString()}` } as const;
  const reply = await ask({ request, answer: orderList }, timeLimit);
  if (reply.kind !== 'success') return reply;
  const found = reply.answer.items.filter(({ receipt }) => receipt === draft.receipt);
  const [first] = found.map((order) => checked(draft, order)).sort((left, right) => epochOf(left) - epochOf(right));
  return { kind: 'success', answer: first };
};

const findTaken = (ask: Ask, orderId: string, timeLimit: TimeLimit): Promise<Reply<WireOrder | undefined>> => {
  const path = `/v1/orders/${encodeURIComponent(orderId)}`;
  return ask({ request: { call: 'createOrderRecovery', method: 'GET', path }, answer: wireOrder }, timeLimit);
};

/**
 * Creates an order, once per receipt (SH-23, SH-24). `unique_receipt` asks for the newest behaviour, where a repeat
 * answers the same order; the two older ones are errors that the order is fetched after (SH-25, SH-26, D-19). Whichever
 * way the order comes, its amount is compared before it is used.
 * @throws ReceiptConflict
 */
export const createOrder = (draft: OrderDraft): RazorpayCall<PlacedOrder> => {
  const { receipt, amount, notes, fields } = draft;
  const body = { ...wireAmount(amount), receipt, unique_receipt: true, payment_capture: true, notes, ...fields };
  let isTaken = false;
  let takenBy: string | undefined;
  return {
    run: async (ask, timeLimit) => {
      const request = { call: 'createOrder', method: 'POST', path: '/v1/orders', body } as const;
      const reply = await ask({ request, answer: wireOrder }, timeLimit);
      if (reply.kind === 'success') {
        return { kind: 'success', answer: { order: checked(draft, reply.answer), adopted: false } };
      }
      if (reply.kind !== 'refused' || !isReceiptTaken(reply.error)) return reply;
      isTaken = true;
      takenBy = reply.error.order_id ?? undefined;
      return { kind: 'recoverable' };
    },
    recover: async (ask, timeLimit) => {
      const reply =
        takenBy === undefined ? await findByReceipt(ask, draft, timeLimit) : await findTaken(ask, takenBy, timeLimit);
      if (reply.kind === 'success' && reply.answer !== undefined) {
        return { kind: 'success', answer: { order: checked(draft, reply.answer), adopted: true } };
      }
      // A receipt that is taken, by an order that cannot be seen: another order must not be made.
      return isTaken || reply.kind !== 'success' ? { kind: 'recoverable' } : { kind: 'not_done' };
    },
  };
};
