import * as z from 'zod';
import { eventLogPartition, recordItem } from '../../kernel/events/record-item.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import { currencies } from '../../kernel/money/currency.ts';
import type { Item, Table } from '../../kernel/persistence/table.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import { entryChannels } from '../domain/network-message.ts';
import { reasons } from '../domain/reasons.ts';
import type { DecisionLog, RecordedDecision } from '../ports/decision-log.ts';

/** What decision records say; a record of anything else does not fit. */
const decided = z.object({
  reason: z.enum(reasons),
  amount: z.object({ amount: z.int(), currency: z.enum(currencies) }),
  approvedAmount: z.int().optional(),
  merchant: z.object({ name: z.string(), mcc: z.string(), country: z.string() }),
  channel: z.enum(entryChannels),
  authorizationId: z.string().optional(),
});

const keptLimit = z.record(z.string(), z.unknown()).optional();

const kept = z.object({
  checks: z.array(z.tuple([z.string(), z.int(), z.unknown(), z.unknown(), z.string(), keptLimit])),
  wouldPassWith: z.record(z.string(), z.unknown()).optional(),
});

const toDecision = (item: Item): RecordedDecision | undefined => {
  const record = recordItem.decode(item);
  const data = decided.safeParse(JSON.parse(record.data));
  if (!data.success) return undefined;
  const { reason, amount, approvedAmount, merchant, channel, authorizationId = record.resourceId } = data.data;
  const evidence = record.evidence === undefined ? undefined : kept.parse(JSON.parse(record.evidence));
  return {
    authorizationId,
    reason,
    approved: approvedAmount !== undefined,
    decidedAt: fromTimestamp(record.at),
    checks: evidence?.checks.map(([name, passed, input, threshold, ruleVersion, limit]) => ({
      name,
      passed: passed === 1,
      input,
      threshold,
      ruleVersion,
      ...(limit === undefined ? {} : { limit }),
    })),
    wouldPassWith: evidence?.wouldPassWith,
    // A single message's record tells what was posted, below zero; the request is what was approved.
    request: { minor: BigInt(Math.abs(amount.amount)), currency: amount.currency, merchant, channel },
  };
};

/** A decision is found through its event, whose id differs in the prefix alone. */
export const dynamoDecisionLog = (table: Table): DecisionLog => ({
  find: async (tenant, decisionId) => {
    const eventId = withPrefix(decisionId, 'evt');
    const { items } = await table.query({
      index: 'gsi1',
      pk: eventLogPartition(tenant),
      sk: { between: [eventId, eventId] },
      limit: 1,
    });
    const [item] = items;
    return item === undefined ? undefined : toDecision(item);
  },
});
