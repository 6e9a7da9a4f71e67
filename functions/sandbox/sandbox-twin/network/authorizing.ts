import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Announcement, Outbox } from '../events/outbox.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { putNew } from '../storage/commit.ts';
import { cardFor, networkAmount } from './card-of-message.ts';
import type { Decision, Question, RequestDecision } from './decision-request.ts';
import { nameOf } from './decision-request.ts';
import type { NetworkOrder, TwinAuthorization } from './network-items.ts';
import { authorizationItem, authorizationKey, findAuthorization, merchant } from './network-items.ts';
import type { Ordering, Outcome } from './ordering.ts';

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

export interface AuthorizingDependencies {
  readonly table: Table;
  readonly ordering: Ordering;
  readonly outbox: Outbox;
  readonly request: RequestDecision;
}

interface Payment {
  readonly cardId: string;
  readonly merchant: z.output<typeof merchant>;
  readonly channel: TwinAuthorization['channel'];
}

/** Takes a whole authorization back; the message is named after the one that made it. */
export const reversalOf = (
  outbox: Outbox,
  program: TenantContext,
  { order, cardId }: { readonly order: NetworkOrder; readonly cardId: string },
): Promise<Announcement> => {
  const data = { message: { ...nameOf(order), id: `${order.messageId}r` }, original: nameOf(order) };
  return outbox.writes(program, { type: 'card.authorization_reversed', reference: cardId, data });
};

/** What the platform decided on a payment, and what the network keeps of it. Without an answer it is taken back. */
export const decideOn = async (
  { request, outbox }: Pick<AuthorizingDependencies, 'request' | 'outbox'>,
  program: TenantContext,
  {
    order,
    payment,
    question,
  }: {
    readonly order: NetworkOrder;
    readonly payment: Payment;
    readonly question: Question;
  },
): Promise<Outcome & { readonly answer: Decision }> => {
  const { cardId, channel } = payment;
  const decision = await request(program, order, question);
  if (decision === 'no_answer') {
    const event = await reversalOf(outbox, program, { order, cardId });
    return { cardId, answer: unanswered, writes: [], event };
  }
  const { authorizationId } = decision;
  if (authorizationId === undefined) return { cardId, answer: decision, writes: [] };
  const { messageId, transmittedAt } = order;
  const known = { authorizationId, cardId, messageId, transmittedAt, merchant: payment.merchant, channel };
  const item = authorizationItem.encode(authorizationKey(program, authorizationId), known);
  return { cardId, answer: decision, writes: [putNew(item)] };
};

/** Somebody pays with a card: the platform is asked, and the network waits for its answer. */
const authorize =
  ({ table, ordering, ...deps }: AuthorizingDependencies): Call =>
  async (program, body) => {
    const asked = readBody(authorizationOrder, body);
    return ordering.once(program, asked, async (order) => {
      const { cardId } = await cardFor(table, program, asked);
      const { amount, channel, partialCapable } = asked;
      // An ATM sends a single message: what is approved is paid.
      const type = channel === 'atm' ? 'financial' : 'authorization';
      const question = { type, card: cardId, amount, merchant: asked.merchant, channel, partialCapable };
      return decideOn(deps, program, { order, payment: { cardId, merchant: asked.merchant, channel }, question });
    });
  };

/**
 * A merchant asks for more on an authorization. Without an answer nothing is known and nothing is told to the tester:
 * the same order sends the same message again and hears what was decided.
 */
const increment =
  ({ table, ordering, request }: AuthorizingDependencies): Call =>
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
export const authorizingCalls = (deps: AuthorizingDependencies): Record<'authorize' | 'increment', Call> => ({
  authorize: authorize(deps),
  increment: increment(deps),
});
