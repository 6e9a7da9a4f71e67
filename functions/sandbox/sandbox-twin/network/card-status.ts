import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { Outbox } from '../events/outbox.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { cardItem, cardKey, mayBecome } from '../issuer/card-items.ts';
import { putNext } from '../storage/commit.ts';
import { cardFor } from './card-of-message.ts';
import type { Ordering } from './ordering.ts';

const order = z.strictObject({
  reference: z.string().min(1).max(80),
  cardId: z.string().min(1).max(80),
  status: z.enum(['active', 'suspended', 'closed']),
  reason: z.string().min(1).max(40),
});

/**
 * The issuer changes a card's status by itself. The status that it has already may be told again: with a reason of its
 * own it is another cause, and a final reason may take the place of another.
 */
export const changeCardStatus =
  ({ table, ordering, outbox }: { table: Table; ordering: Ordering; outbox: Outbox }): Call =>
  async (program, body) => {
    const asked = readBody(order, body);
    return ordering.once(program, asked, async () => {
      const { cardId, status, reason } = asked;
      const card = await cardFor(table, program, asked);
      if (card.status !== status && !mayBecome(card.status, status)) throw new Refusal(409, 'status_not_allowed');
      const data = { from: card.status, to: status, reason };
      const event = await outbox.writes(program, { type: 'card.status_changed', reference: cardId, data });
      const next = cardItem.encode(cardKey(program, cardId), { ...card, status });
      const answer = { cardId, status, reason, eventId: event.eventId };
      return { cardId, answer, writes: [putNext(next, card.status)], event };
    });
  };
