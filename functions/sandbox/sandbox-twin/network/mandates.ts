import * as z from 'zod';
import { toTimestamp } from '../../../kernel/time/clock.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { externalIdOf } from '../storage/program.ts';
import type { AuthorizingDependencies } from './authorizing.ts';
import { decideOn, reversalOf } from './authorizing.ts';
import { cardFor, networkAmount } from './card-of-message.ts';
import { nameOf } from './decision-request.ts';
import { merchant } from './network-items.ts';

const reference = z.string().min(1).max(80);
const ofCard = { reference, cardId: z.string().min(1).max(80), amount: networkAmount, merchant };

const registrationOrder = z.strictObject({
  ...ofCard,
  terms: z.strictObject({
    amountRule: z.enum(['exact', 'max']),
    maxAmount: networkAmount,
    frequency: z.string().min(1).max(20),
    category: z.string().min(1).max(20),
    exemption: z.string().min(1).max(20).optional(),
    validUntil: z.iso.datetime(),
    channel: z.enum(['sms', 'email']),
  }),
  /** Whether the holder passes the 3-D Secure check. */
  authenticated: z.boolean(),
});

const noticeOrder = z.strictObject({
  reference,
  cardId: z.string().min(1).max(80),
  mandate: reference,
  amount: networkAmount,
  dueAt: z.iso.datetime(),
  reason: z.string().min(1).max(100),
});

const debitOrder = z.strictObject({
  ...ofCard,
  mandate: reference,
  announcement: reference.optional(),
  /** The network decides by itself, and says so afterwards. */
  standIn: z.boolean().default(false),
});

/**
 * A third party registers a mandate: a payment of a small amount that the holder authenticates, taken back as soon as it
 * is approved.
 */
const register =
  ({ table, ordering, ...deps }: AuthorizingDependencies): Call =>
  async (program, body) => {
    const asked = readBody(registrationOrder, body);
    return ordering.once(program, asked, async (order) => {
      const { cardId } = await cardFor(table, program, asked);
      const proof = { method: '3ds', at: toTimestamp(order.occurredAt), reference: `${order.messageId}a` };
      const mandate = {
        act: 'register',
        reference: externalIdOf('nmd', program, asked.reference),
        ...asked.terms,
        ...(asked.authenticated ? { authentication: proof } : {}),
      };
      const payment = { cardId, merchant: asked.merchant, channel: 'ecom' } as const;
      const question = { type: 'authorization', card: cardId, amount: asked.amount, ...payment, mandate };
      const outcome = await decideOn(deps, program, { order, payment, question });
      const isHeld = outcome.event === undefined && outcome.answer.decision === 'approved';
      return isHeld ? { ...outcome, event: await reversalOf(deps.outbox, program, { order, cardId }) } : outcome;
    });
  };

/** A third party announces a debit: the issuer has to tell the holder. Without an answer the same order sends it again. */
const announce =
  ({ table, ordering, request }: AuthorizingDependencies): Call =>
  async (program, body) => {
    const asked = readBody(noticeOrder, body);
    return ordering.once(program, asked, async (order) => {
      const { cardId } = await cardFor(table, program, asked);
      const { amount, mandate, dueAt, reason } = asked;
      const question = { type: 'mandate_notice', card: cardId, mandate, amount, dueAt, reason };
      const answer = await request(program, order, question);
      if (answer === 'no_answer') throw new Refusal(504, 'no_answer');
      return { cardId, answer: { ...answer, announcement: order.messageId }, writes: [] };
    });
  };

/** What the payee hears when the network decides; the platform's ids are not known to it. */
const ownApproval = { decision: 'approved', actionCode: '0000', responseCode: '00' } as const;

/** A third party debits the card under its mandate: the issuer is asked, or the network approves in its stead. */
const debit =
  ({ table, ordering, ...deps }: AuthorizingDependencies): Call =>
  async (program, body) => {
    const asked = readBody(debitOrder, body);
    return ordering.once(program, asked, async (order) => {
      const { cardId } = await cardFor(table, program, asked);
      const { announcement } = asked;
      const mandate = {
        act: 'debit',
        reference: asked.mandate,
        ...(announcement === undefined ? {} : { announcement }),
      };
      const { amount, standIn } = asked;
      if (standIn) {
        const data = { message: nameOf(order), amount, standIn, merchant: asked.merchant, mandate };
        const type = 'card.authorization_advice';
        const event = await deps.outbox.writes(program, { type, reference: cardId, data });
        return { cardId, answer: { ...ownApproval, approvedAmount: amount.amount }, writes: [], event };
      }
      const payment = { cardId, merchant: asked.merchant, channel: 'ecom' } as const;
      const question = { type: 'authorization', card: cardId, amount, ...payment, mandate };
      return decideOn(deps, program, { order, payment, question });
    });
  };

/** What third parties do under mandates of our cards' holders. */
export const mandateCalls = (deps: AuthorizingDependencies): Record<'register' | 'announce' | 'debit', Call> => ({
  register: register(deps),
  announce: announce(deps),
  debit: debit(deps),
});
