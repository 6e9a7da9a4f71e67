import * as z from 'zod';
import { recordItem } from '../../kernel/events/record-item.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Table } from '../../kernel/persistence/table.ts';
import { cardStatuses, issuerStatuses } from '../domain/card.ts';
import { issuerReasons } from '../domain/issuer-reason.ts';
import { actors, lockCodes } from '../domain/lock-table.ts';
import type { RecordedChange } from '../domain/status-history.ts';
import type { CardHistory } from '../ports/card-history.ts';

const facts = z.object({
  status: z.enum(cardStatuses).optional(),
  issuerStatus: z.enum(issuerStatuses).optional(),
  origin: z.enum(actors).optional(),
  reason: z.enum(issuerReasons).optional().catch(undefined),
  lockCode: z.literal(lockCodes).optional(),
});
const earlier = z.object({ status: z.enum(cardStatuses).optional() });
const words = z.object({ note: z.string().optional() });

const toChange = (item: Item): RecordedChange => {
  const record = recordItem.decode(item);
  const { status, issuerStatus, origin, reason, lockCode } = facts.parse(JSON.parse(record.data));
  const before = earlier.parse(JSON.parse(record.previous ?? '{}'));
  const { note } = words.parse(JSON.parse(record.evidence ?? '{}'));
  const { type, at, actor } = record;
  return { type, at, actor, status, previousStatus: before.status, issuerStatus, origin, reason, note, lockCode };
};

const pageSize = 100;

/** The card's records, which stand beside it. */
export const dynamoCardHistory = (table: Table): CardHistory => ({
  read: async (tenant, cardId) => {
    const pk = tenantKey(tenant, 'CARD', cardId);
    const changes: RecordedChange[] = [];
    let start: Item | undefined;
    do {
      const page = await table.query({
        pk,
        sk: { beginsWith: 'RECORD#' },
        limit: pageSize,
        consistent: true,
        ...(start === undefined ? {} : { start }),
      });
      changes.push(...page.items.map(toChange));
      start = page.last;
    } while (start !== undefined);
    return changes;
  },
});
