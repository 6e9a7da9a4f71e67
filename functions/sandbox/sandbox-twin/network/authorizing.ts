import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { Outbox } from '../events/outbox.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { putNew } from '../storage/commit.ts';
import { cardFor, networkAmount } from './card-of-message.ts';
import type { Decision, RequestDecision } from './decision-request.ts';
import { nameOf } from './decision-request.ts';
import { authorizationItem, authorizationKey, findAuthorization, merchant } from './network-items.ts';
import type { Ordering } from './ordering.ts';

const reference = z.string().min(1).max(80);

const authorizationOrder = z.strictObject({
  /** Names this order: the same again is the same message, not a second one. */
  reference,
  cardId: z.string().min(1).max(80),
  amount: networkAmount,
  merchant,
  channel: z.enum(['pos', 'ecom', 'atm', 'contactless']),
  partialCapable: z.boolean().default(false),
});

const incrementOrder = z.strictObject({
  reference,
  authorizationId: z.string().min(1).max(80),
  amount: networkAmount,
});

/** Response code 91: the issuer, or who decides for it, did not answer. */
const unanswered: Decision = { decision: 'declined', actionCode: '9012', responseCode: '91', approvedAmount: 0 };

interface Dependencies {
  readonly table: Table;
  readonly ordering: Ordering;
  readonly outbox: Outbox;
  readonly request: RequestDecision;
}

/** Somebody pays with a card: the platform is asked, and the network waits for its answer. */
const authorize =
  ({ table, ordering, outbox, request }: Dependencies): Call =>
  async (program, body) => {
    const asked = readBody(authorizationOrder, body);
    return ordering.once(program, asked, async (order) => {
      const { cardId } = await cardFor(table, program, asked);
      const { amount, channel, partialCapable } = asked;
      const question = { card: cardId, amount, merchant: asked.merchant, channel, partialCapable };
      // An ATM sends a single message: what is approved is paid.
      const type = channel === 'atm' ? 'financial' : 'authorization';
      const decision = await request(program, order, { type, ...question });
      if (decision === 'no_answer') {
        const data = { message: { ...nameOf(order), id: `${order.messageId}r` }, original: nameOf(order) };
        const event = await outbox.writes(program, { type: 'card.authorization_reversed', reference: cardId, data });
        return { cardId, answer: unanswered, writes: [], event };
      }
      const { authorizationId } = decision;
      if (authorizationId === undefined) return { cardId, answer: decision, writes: [] };
      const { messageId, transmittedAt } = order;
      const known = { authorizationId, cardId, messageId, transmittedAt, merchant: asked.merchant, channel };
      const item = authorizationItem.encode(authorizationKey(program, authorizationId), known);
      return { cardId, answer: decision, writes: [putNew(item)] };
    });
  };

/**
 * A merchant asks for more on an authorization. Without an answer nothing is known and nothing is told to the tester:
 * the same order sends the same message again and hears what was decided.
 */
const increment =
  ({ table, ordering, request }: Dependencies): Call =>
  async (program, body) => {
    const asked = readBody(incrementOrder, body);
    return ordering.once(program, asked, async (order) => {
      const { amount, authorizationId } = asked;
      const raised = await findAuthorization(table, program, authorizationId);
      if (raised === undefined) throw new Refusal(404, 'authorization_unknown');
      const { cardId } = await cardFor(table, program, { cardId: raised.cardId, amount });
      const { channel, merchant: shop } = raised;
      const question = { card: cardId, amount, merchant: shop, channel, original: nameOf(raised) };
      const decision = await request(program, order, { type: 'increment', ...question });
      if (decision === 'no_answer') throw new Refusal(504, 'no_answer');
      return { cardId, answer: { ...decision, authorizationId }, writes: [] };
    });
  };

/** Messages of the network that wait for the platform's decision. */
export const authorizingCalls = (deps: Dependencies): Record<'authorize' | 'increment', Call> => ({
  authorize: authorize(deps),
  increment: increment(deps),
});
