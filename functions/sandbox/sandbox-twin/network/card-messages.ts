import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { TwinEvent } from '../events/event-items.ts';
import type { Outbox } from '../events/outbox.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { cardFor, networkAmount } from './card-of-message.ts';
import { nameOf } from './decision-request.ts';
import type { TwinAuthorization } from './network-items.ts';
import { findAuthorization, merchant } from './network-items.ts';
import type { Ordering } from './ordering.ts';

const id = z.string().min(1).max(80);
const ofAuthorization = { reference: id, authorizationId: id };
const ofCard = { reference: id, cardId: id, authorizationId: id.optional(), amount: networkAmount, merchant };

const messageOrder = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('advice'), ...ofAuthorization, amount: networkAmount }),
  z.strictObject({ kind: z.literal('reversal'), ...ofAuthorization, amount: networkAmount.optional() }),
  z.strictObject({ kind: z.literal('expiry'), ...ofAuthorization }),
  z.strictObject({ kind: z.literal('clearing'), ...ofAuthorization, amount: networkAmount, final: z.boolean() }),
  z.strictObject({ kind: z.literal('refund'), ...ofCard }),
  z.strictObject({ kind: z.literal('force_post'), ...ofCard }),
]);

type MessageOrder = z.output<typeof messageOrder>;

const eventTypeOf: Readonly<Record<MessageOrder['kind'], TwinEvent['type']>> = {
  advice: 'card.authorization_advice',
  reversal: 'card.authorization_reversed',
  expiry: 'card.authorization_expired',
  clearing: 'card.cleared',
  refund: 'card.refunded',
  force_post: 'card.force_posted',
};

/** The members of the event that are this kind's own. */
const contentOf = (asked: MessageOrder, linked: TwinAuthorization | undefined): Readonly<Record<string, unknown>> => {
  switch (asked.kind) {
    case 'advice':
      return { amount: asked.amount, standIn: true, merchant: linked?.merchant };
    case 'reversal':
      return asked.amount === undefined ? {} : { amount: asked.amount };
    case 'expiry':
      return {};
    case 'clearing':
      return { amount: asked.amount, final: asked.final, merchant: linked?.merchant };
    case 'refund':
    case 'force_post':
      return { amount: asked.amount, merchant: asked.merchant };
  }
};

/** Messages that make no sense after a single message: it was paid in the decision. */
const onlyOfHolds: readonly MessageOrder['kind'][] = ['advice', 'expiry', 'clearing'];

interface Dependencies {
  readonly table: Table;
  readonly ordering: Ordering;
  readonly outbox: Outbox;
}

/** @throws Refusal 404 `authorization_unknown`, also when it is another card's; 409 `single_message` */
const linkedTo = async (
  table: Table,
  program: TenantContext,
  asked: MessageOrder,
): Promise<TwinAuthorization | undefined> => {
  if (asked.authorizationId === undefined) return undefined;
  const found = await findAuthorization(table, program, asked.authorizationId);
  if (found === undefined || ('cardId' in asked && asked.cardId !== found.cardId)) {
    throw new Refusal(404, 'authorization_unknown');
  }
  if (found.channel === 'atm' && onlyOfHolds.includes(asked.kind)) throw new Refusal(409, 'single_message');
  return found;
};

/** What the network tells afterwards. Nobody can decline it, so the twin sends it whatever the platform decided. */
export const sendCardMessage =
  ({ table, ordering, outbox }: Dependencies): Call =>
  async (program, body) => {
    const asked = readBody(messageOrder, body);
    return ordering.once(program, asked, async (order) => {
      const linked = await linkedTo(table, program, asked);
      const cardId = 'cardId' in asked ? asked.cardId : linked?.cardId;
      if (cardId === undefined) throw new Refusal(404, 'authorization_unknown');
      await cardFor(table, program, { cardId, amount: 'amount' in asked ? asked.amount : undefined });
      const event = await outbox.writes(program, {
        type: eventTypeOf[asked.kind],
        reference: cardId,
        data: {
          message: nameOf(order),
          ...(linked === undefined ? {} : { original: nameOf(linked) }),
          ...contentOf(asked, linked),
        },
      });
      return { cardId, answer: { messageId: order.messageId, eventId: event.eventId }, writes: [], event };
    });
  };
