import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { currencies } from '../../../kernel/money/currency.ts';
import type { TableWrite } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { unixSeconds } from './entities.ts';
import { hangMinutes } from './hanging-payments.ts';
import type { PaymentAnswer, PaymentCall } from './payment-call.ts';
import { readFields } from './payment-call.ts';
import { notesField } from './payment-customers.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { announce, writesOf } from './payment-desk.ts';
import { notValid, PaymentError, unknownId } from './payment-error.ts';
import { freshId } from './payment-ids.ts';
import type { Payment, PaymentOrder, PaymentToken } from './payment-items.ts';
import { orders, tokens } from './payment-items.ts';
import type { Attempt, Move } from './payment-moves.ts';
import { endPayment, hangPayment, moveToken, together } from './payment-moves.ts';
import { refusalOf } from './payment-tokens.ts';
import type { DebitStory } from './story-items.ts';
import { debitStories } from './story-items.ts';
import { inTurn } from './versioned.ts';

const asked = z.strictObject({
  email: z.email().max(64),
  contact: z.string().regex(/^\+?[0-9]{8,15}$/),
  amount: z.int().min(1),
  currency: z.enum(currencies),
  order_id: z.string().max(40),
  customer_id: z.string().max(40),
  token: z.string().max(40),
  recurring: z.union([z.literal(true), z.literal([1, '1'])]),
  description: z.string().max(255).optional(),
  notes: notesField.optional(),
});
type Asked = z.output<typeof asked>;

/** How long a notice must have been there: a day on UPI, 36 hours and 5 minutes on cards. */
const leadSeconds = { upi: 86_400, card: 129_900 } as const;

const refused = (reason: string, description: string, code?: string): PaymentError =>
  new PaymentError({ reason, description, step: 'payment_debit_request', ...(code === undefined ? {} : { code }) });

const tooEarly = ({ method }: PaymentToken): PaymentError => {
  const promised = 'BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED';
  return method === 'card'
    ? refused(promised, 'The debit is before the date that the payer was promised.', promised)
    : refused('pre_debit_notification_not_sent', 'The payer was not told of the debit for long enough.');
};

const checkNotice = (order: PaymentOrder, token: PaymentToken, now: Temporal.Instant): void => {
  const { notice } = order;
  if (notice?.deliveredAt === undefined || notice.status !== 'delivered' || notice.tokenId !== token.tokenId) {
    throw refused('pre_debit_notification_not_sent', 'The payer was not told of the debit.');
  }
  const earliest = unixSeconds(notice.deliveredAt) + leadSeconds[token.method];
  if (unixSeconds(now) < Math.max(earliest, notice.paymentAfter ?? 0)) throw tooEarly(token);
};

interface DebitAttempt extends Attempt {
  readonly token: PaymentToken;
  readonly now: Temporal.Instant;
}

/** @throws PaymentError when the provider refuses to ask for the money at all; no payment is made then */
const check = ({ order, token, now }: Omit<DebitAttempt, 'payment'>, payment: Asked): void => {
  if (Number(order.amount) !== payment.amount || order.currency !== payment.currency) {
    const description = 'Your payment amount is different from your order amount.';
    throw new PaymentError({ description, field: 'amount', reason: notValid });
  }
  if (order.status === 'paid') throw refused('order_already_paid', 'Payment already done for this order.');
  const refusal = refusalOf(token, now);
  if (refusal !== undefined) throw refusal;
  checkNotice(order, token, now);
  // What a UPI mandate may take its bank enforces; a card's maximum is the merchant's promise.
  if (token.method === 'upi' && order.amount > token.maxAmount) {
    throw refused('amount_does_not_match_mandate_amount', 'The amount is more than the mandate allows.');
  }
};

/** What a failure says of the mandate is so: whoever looks at the token finds it. */
const tokenAfter = (reason: string): 'cancelled' | 'paused' | 'expired' | undefined => {
  if (reason === 'mandate_cancelled') return 'cancelled';
  if (reason === 'mandate_paused') return 'paused';
  return reason === 'mandate_expired' ? 'expired' : undefined;
};

const moveOf = (program: TenantContext, attempt: DebitAttempt, outcome: DebitStory['outcome']): Move => {
  const { token, payment, now } = attempt;
  if (outcome?.kind === 'unknown') {
    return hangPayment(program, { ...attempt, payment: { ...payment, settlesAt: now.add({ minutes: hangMinutes }) } });
  }
  if (outcome?.kind !== 'failed') return endPayment(program, attempt, 'captured');
  const { reason = 'insufficient_funds' } = outcome;
  const failed = endPayment(program, attempt, { failed: reason });
  const next = tokenAfter(reason);
  return next === undefined ? failed : together(failed, moveToken(program, token, { status: next, now }));
};

/** The outcome that a tester wanted for this attempt, and the write that takes it away from later ones. */
const taken = async (
  { table }: PaymentDesk,
  program: TenantContext,
  debitId: string | undefined,
): Promise<{ readonly outcome: DebitStory['outcome']; readonly writes: readonly TableWrite[] }> => {
  const story = debitId === undefined ? undefined : await debitStories.find(table, program, debitId);
  if (debitId === undefined || story?.outcome === undefined) return { outcome: undefined, writes: [] };
  const { outcome, ...rest } = story;
  return { outcome, writes: [debitStories.put(program, debitId, { ...rest, version: story.version + 1 })] };
};

/**
 * Asks for the money of an order whose notice was delivered; not idempotent. Captured at once unless a tester wants it
 * otherwise: `failed` is answered like success and told by webhook, `unknown` is not answered and hangs.
 */
export const createRecurring =
  (desk: PaymentDesk): PaymentCall =>
  (program, { body }) =>
    inTurn<PaymentAnswer>(async () => {
      const wanted = readFields(asked, body);
      const { table, commit, clocks, random } = desk;
      const order = await orders.find(table, program, wanted.order_id);
      const token = await tokens.find(table, program, wanted.token);
      if (order === undefined || token === undefined || token.isDeleted) throw unknownId();
      if (token.customerId !== wanted.customer_id) throw unknownId();
      const now = (await clocks.of(program)).now();
      check({ order, token, now }, wanted);
      const payment: Payment = {
        ...{ paymentId: freshId('pay', random), orderId: order.orderId, status: 'created', method: token.method },
        ...{ amount: order.amount, currency: order.currency, amountRefunded: 0n, refundIds: [] },
        ...{ customerId: token.customerId, tokenId: token.tokenId, notes: wanted.notes ?? {} },
        ...(wanted.description === undefined ? {} : { description: wanted.description }),
        ...{ isOnSession: false, createdAt: now, version: 1 },
      };
      const { outcome, writes } = await taken(desk, program, order.notes['debit']);
      const move = moveOf(program, { order, token, payment, now }, outcome);
      const events = await announce(desk, program, move.told);
      if ((await commit([...writes, ...move.writes, ...writesOf(events)])) === 'refused') return 'refused';
      return outcome?.kind === 'unknown' ? 'lost' : { razorpay_payment_id: payment.paymentId };
    });
