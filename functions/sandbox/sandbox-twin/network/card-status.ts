import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { ProgramClocks } from '../control/program-clock.ts';
import type { Outbox } from '../events/outbox.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { cardItem, cardKey, mayBecome } from '../issuer/card-items.ts';
import { withStatus } from '../issuer/card-status.ts';
import { putNext } from '../storage/commit.ts';
import { cardFor } from './card-of-message.ts';
import type { Ordering } from './ordering.ts';

const order = z.strictObject({
  reference: z.string().min(1).max(80),
  cardId: z.string().min(1).max(80),
  status: z.enum(['active', 'suspended', 'closed']),
  reason: z.string().min(1).max(40),
});

interface Dependencies {
  readonly table: Table;
  readonly ordering: Ordering;
  readonly outbox: Outbox;
  readonly clocks: ProgramClocks;
}

/**
 * The issuer changes a card's status by itself. The status that it has already may be told again: with a reason of its
 * own it is another cause, and a final reason may take the place of another.
 */
export const changeCardStatus =
  ({ table, ordering, outbox, clocks }: Dependencies): Call =>
  async (program, body) => {
    const asked = readBody(order, body);
    return ordering.once(program, asked, async () => {
      const { cardId, status, reason } = asked;
      const card = await cardFor(table, program, asked);
      if (card.status !== status && !mayBecome(card.status, status)) throw new Refusal(409, 'status_not_allowed');
      const { card: changed, event } = await withStatus({ outbox, clocks }, program, { card, status, reason });
      const next = cardItem.encode(cardKey(program, cardId), changed);
      const answer = { cardId, status, reason, eventId: event.eventId };
      return { cardId, answer, writes: [putNext(next, card.status)], event };
    });
  };
