import * as z from 'zod';
import type { Table, TableWrite } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { ProgramClocks } from '../control/program-clock.ts';
import type { Announcement, Outbox } from '../events/outbox.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import type { TwinCard } from '../issuer/card-items.ts';
import { cardItem, cardKey } from '../issuer/card-items.ts';
import { withStatus } from '../issuer/card-status.ts';
import { findPin, maxWrongTries, putPin } from '../issuer/pin-items.ts';
import { putNext } from '../storage/commit.ts';
import { cardFor } from './card-of-message.ts';
import type { Ordering } from './ordering.ts';

const failures = z.strictObject({
  reference: z.string().min(1).max(80),
  cardId: z.string().min(1).max(80),
  count: z.int().min(1).max(10),
});

interface Dependencies {
  readonly table: Table;
  readonly ordering: Ordering;
  readonly outbox: Outbox;
  readonly clocks: ProgramClocks;
}

interface Blocking {
  readonly event: Announcement;
  readonly write: TableWrite;
}

/** A card that is suspended already is told of again: for another cause. One that cannot be used is only blocked. */
const block = async (deps: Dependencies, program: TenantContext, card: TwinCard): Promise<Blocking | undefined> => {
  if (card.status !== 'active' && card.status !== 'suspended') return undefined;
  const order = { card, status: 'suspended', reason: 'transactionRule' } as const;
  const { card: suspended, event } = await withStatus(deps, program, order);
  return { event, write: putNext(cardItem.encode(cardKey(program, card.cardId), suspended), card.status) };
};

/**
 * A wrong PIN is entered somewhere. The third in a row blocks the PIN, and the issuer suspends the card by itself
 * (AN-48, AN-66); further ones count no more.
 */
export const countWrongPins =
  (deps: Dependencies): Call =>
  async (program, body) => {
    const { table, ordering } = deps;
    const asked = readBody(failures, body);
    return ordering.once(program, asked, async () => {
      const card = await cardFor(table, program, asked);
      const pin = await findPin(table, program, card.cardId);
      const wrongTries = Math.min(pin.wrongTries + asked.count, maxWrongTries);
      const isBlocked = wrongTries === maxWrongTries;
      const blocking = isBlocked && pin.wrongTries < maxWrongTries ? await block(deps, program, card) : undefined;
      return {
        cardId: card.cardId,
        answer: { cardId: card.cardId, wrongTries, blocked: isBlocked },
        writes: [putPin(program, pin, { ...pin, wrongTries }), ...(blocking === undefined ? [] : [blocking.write])],
        ...(blocking === undefined ? {} : { event: blocking.event }),
      };
    });
  };
