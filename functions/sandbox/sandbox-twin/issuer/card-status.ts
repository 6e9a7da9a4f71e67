import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../kernel/time/clock.ts';
import type { ProgramClocks } from '../control/program-clock.ts';
import type { Announcement, Outbox } from '../events/outbox.ts';
import type { Call, CallAnswer } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { putNext } from '../storage/commit.ts';
import type { TwinCard } from './card-items.ts';
import { cardItem, cardKey, cardStatuses, findCard, mayBecome, momentAfter, statusSince } from './card-items.ts';

const byId = z.strictObject({ cardId: z.string().min(1).max(80) });
const change = z.strictObject({
  cardId: z.string().min(1).max(80),
  status: z.enum(cardStatuses),
  reason: z.string().min(1).max(40).optional(),
});

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly outbox: Outbox;
  readonly clocks: ProgramClocks;
}

/** A status that a card is to have, and why. */
export interface StatusOrder {
  readonly status: TwinCard['status'];
  readonly reason?: string | undefined;
}

/** The card with another status, and the event that tells of it; neither is committed yet. */
export const withStatus = async (
  { outbox, clocks }: Pick<Dependencies, 'outbox' | 'clocks'>,
  program: TenantContext,
  { card, status, reason }: StatusOrder & { readonly card: TwinCard },
): Promise<{ readonly card: TwinCard; readonly event: Announcement }> => {
  const statusAt = momentAfter(card, (await clocks.of(program)).now());
  const event = await outbox.writes(program, {
    type: 'card.status_changed',
    reference: card.cardId,
    occurredAt: statusAt,
    data: { from: card.status, to: status, ...(reason === undefined ? {} : { reason }) },
  });
  return { card: { ...card, status, statusAt, reason }, event };
};

const described = (card: TwinCard): CallAnswer => ({
  status: 200,
  body: {
    cardId: card.cardId,
    status: card.status,
    at: toTimestamp(statusSince(card)),
    ...(card.reason === undefined ? {} : { reason: card.reason }),
  },
});

const existing = async (table: Table, program: TenantContext, cardId: string): Promise<TwinCard> => {
  const card = await findCard(table, program, cardId);
  if (card === undefined) throw new Refusal(404, 'card_unknown');
  return card;
};

/** The status it has already is no change, unless it is for another reason. */
const isSame = (card: TwinCard, { status, reason }: StatusOrder): boolean =>
  card.status === status && (status === 'active' || reason === undefined || reason === card.reason);

const changeStatus = async (
  deps: Dependencies,
  program: TenantContext,
  { cardId, ...asked }: z.output<typeof change>,
): Promise<CallAnswer> => {
  const card = await existing(deps.table, program, cardId);
  if (isSame(card, asked)) return described(card);
  if (card.status !== asked.status && !mayBecome(card.status, asked.status)) {
    throw new Refusal(409, 'status_not_allowed');
  }
  const { card: changed, event } = await withStatus(deps, program, { card, ...asked });
  const next = cardItem.encode(cardKey(program, cardId), changed);
  const outcome = await deps.commit([putNext(next, card.status), ...event.writes]);
  if (outcome === 'refused') throw new Refusal(409, 'status_not_allowed');
  return described(changed);
};

/** The status of a card: asked for by the platform, and told. */
export const cardStatusCalls = (deps: Dependencies): Record<'change' | 'read', Call> => ({
  change: (program, body) => changeStatus(deps, program, readBody(change, body)),
  read: async (program, body) => described(await existing(deps.table, program, readBody(byId, body).cardId)),
});
