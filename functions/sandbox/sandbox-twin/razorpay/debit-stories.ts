import * as z from 'zod';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Ordering } from '../network/ordering.ts';
import { announce } from './payment-desk.ts';
import type { PaymentDesk } from './payment-desk.ts';
import type { Payment, PaymentOrder } from './payment-items.ts';
import { orders, payments } from './payment-items.ts';
import type { Move } from './payment-moves.ts';
import { endPayment } from './payment-moves.ts';
import { noticeOutcome, noticeTold } from './order-drafts.ts';
import { ordered } from './story-orders.ts';
import type { DebitStory } from './story-items.ts';
import { debitOutcomes, debitStories, noDebitStory } from './story-items.ts';

const name = z.string().min(1).max(80);
const noticeAsked = z.strictObject({ reference: name, debit: name, delivered: z.boolean() });
const outcomeAsked = z.strictObject({
  reference: name,
  debit: name,
  outcome: z.enum(debitOutcomes),
  reason: z
    .string()
    .regex(/^[a-z_]{1,64}$/)
    .optional(),
});

const nothing: Move = { writes: [], told: [] };

const storyOf = async (
  { table }: PaymentDesk,
  program: TenantContext,
  debit: string,
): Promise<{ readonly story: DebitStory; readonly newest: PaymentOrder | undefined }> => {
  const story = (await debitStories.find(table, program, debit)) ?? noDebitStory;
  const orderId = story.orderIds.at(-1);
  return { story, newest: orderId === undefined ? undefined : await orders.find(table, program, orderId) };
};

/**
 * Says whether the notices of a debit are delivered: the one that was asked for already, as long as the debit is not
 * paid, and all that are asked for later. A word about a notice replaces the one before; delivery begins its time anew.
 */
export const tellNotice =
  (desk: PaymentDesk, ordering: Ordering): Call =>
  async (program, body) => {
    const wanted = readBody(noticeAsked, body);
    return ordering.once(program, wanted, async () => {
      const { story, newest } = await storyOf(desk, program, wanted.debit);
      const status = wanted.delivered ? 'delivered' : 'failed';
      const next = { ...story, notice: status, version: story.version + 1 } as const;
      const put = debitStories.put(program, wanted.debit, next);
      const answer = { debit: wanted.debit, delivered: wanted.delivered };
      if (newest?.notice === undefined) return ordered(wanted.debit, answer, { writes: [put], events: [] });
      if (newest.notice.status === status) {
        const events = await announce(desk, program, [noticeTold(newest)]);
        return ordered(wanted.debit, answer, { writes: [put], events });
      }
      if (newest.status === 'paid') throw new Refusal(409, 'status_not_allowed');
      const now = (await desk.clocks.of(program)).now();
      const { deliveredAt: _before, ...notice } = newest.notice;
      const told: PaymentOrder = {
        ...newest,
        notice: { ...notice, ...noticeOutcome(status, now) },
        version: newest.version + 1,
      };
      const events = await announce(desk, program, [noticeTold(told)]);
      return ordered(wanted.debit, answer, { writes: [put, orders.put(program, told.orderId, told)], events });
    });
  };

/** The newest payment of an order that still hangs. */
const hangingOf = async (
  { table }: PaymentDesk,
  program: TenantContext,
  order: PaymentOrder | undefined,
): Promise<Payment | undefined> => {
  const paymentId = order?.paymentIds.at(-1);
  const payment = paymentId === undefined ? undefined : await payments.find(table, program, paymentId);
  return payment?.status === 'created' ? payment : undefined;
};

/**
 * Says what becomes of the next attempt to collect a debit. An attempt whose outcome hangs is the one that is meant:
 * it ends so now.
 */
export const decideOutcome =
  (desk: PaymentDesk, ordering: Ordering): Call =>
  async (program, body) => {
    const wanted = readBody(outcomeAsked, body);
    return ordering.once(program, wanted, async () => {
      const { outcome: kind, reason } = wanted;
      const { story, newest } = await storyOf(desk, program, wanted.debit);
      const hanging = await hangingOf(desk, program, newest);
      const answer = { debit: wanted.debit, outcome: kind };
      if (newest === undefined || hanging === undefined) {
        const outcome = { kind, ...(reason === undefined ? {} : { reason }) };
        const put = debitStories.put(program, wanted.debit, { ...story, outcome, version: story.version + 1 });
        return ordered(wanted.debit, answer, { writes: [put], events: [] });
      }
      const next = { ...hanging, version: hanging.version + 1 };
      const end = kind === 'captured' ? kind : { failed: reason ?? 'insufficient_funds' };
      const move = kind === 'unknown' ? nothing : endPayment(program, { order: newest, payment: next }, end);
      const events = await announce(desk, program, move.told);
      return ordered(wanted.debit, answer, { writes: move.writes, events });
    });
  };
