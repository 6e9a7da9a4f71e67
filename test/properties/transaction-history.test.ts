import fc from 'fast-check';
import type { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransactionType } from '../../functions/balances/domain/transaction.ts';
import { transactionTypes } from '../../functions/balances/domain/transaction.ts';
import { dynamoTransactionHistory } from '../../functions/balances/infrastructure/dynamo-transaction-history.ts';
import type { TransactionQuery } from '../../functions/balances/ports/transaction-history.ts';
import { systemContext } from '../../functions/kernel/operation/system-context.ts';
import { pager } from '../../functions/kernel/persistence/page.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { clockItem, clockKey } from '../../functions/kernel/time/tenant-clock.ts';
import { givenBalance, givenMovement } from '../functions/balances/given-movements.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

interface Movement {
  readonly type: TransactionType;
  readonly waitMs: number;
  /** How much further the tenant's clock is set ahead of real time before it. */
  readonly aheadSeconds: number;
}

/** A reservation is no movement: it has no journal entry, and its record is the authorization's own. */
const movementTypes = transactionTypes.filter((type) => type !== 'authorization');

const movement: fc.Arbitrary<Movement> = fc.record({
  type: fc.constantFrom(...movementTypes),
  waitMs: fc.constantFrom(0, 1, 1_000, 3_600_000),
  aheadSeconds: fc.constantFrom(0, 0, 0, 1, 86_400),
});

const history = fc.record({
  before: fc.array(movement, { minLength: 1, maxLength: 8 }),
  /** What is written while the pages are read, one after each. */
  meanwhile: fc.array(movement, { maxLength: 4 }),
  limit: fc.integer({ min: 1, max: 4 }),
  type: fc.option(fc.constantFrom(...transactionTypes), { nil: undefined }),
  /** Bounds of the period: instants of movements, by position. */
  from: fc.option(fc.nat(7), { nil: undefined }),
  to: fc.option(fc.nat(7), { nil: undefined }),
});

interface Written {
  readonly transactionId: string;
  readonly type: TransactionType;
  readonly at: Temporal.Instant;
}

/** A tenant with one balance, and what has moved on it so far. */
const ledgerOf = async (tenant: TenantContext) => {
  const balanceId = await givenBalance(platform, tenant);
  const written: Written[] = [];
  let offsetSeconds = 0;
  const write = async ({ type, waitMs, aheadSeconds }: Movement) => {
    platform.clock.advance({ milliseconds: waitMs });
    offsetSeconds += aheadSeconds;
    await platform.table.write({ kind: 'put', item: clockItem.encode(clockKey(tenant), { offsetSeconds }) });
    const transactionId = await givenMovement(platform, tenant, { balanceId, type });
    written.push({ transactionId, type, at: platform.clock.now().add({ seconds: offsetSeconds }) });
  };
  return { balanceId, written, write };
};

/** A period as the operations let it through: its end is later than its beginning. */
const inOrder = (
  one: Temporal.Instant | undefined,
  other: Temporal.Instant | undefined,
): Pick<TransactionQuery, 'from' | 'to'> => {
  if (one === undefined || other === undefined || one.epochMilliseconds < other.epochMilliseconds) {
    return { from: one, to: other };
  }
  return one.epochMilliseconds === other.epochMilliseconds ? { from: one } : { from: other, to: one };
};

const isAsked = ({ from, to, type }: Pick<TransactionQuery, 'from' | 'to' | 'type'>, each: Written): boolean =>
  (from === undefined || each.at.epochMilliseconds >= from.epochMilliseconds) &&
  (to === undefined || each.at.epochMilliseconds < to.epochMilliseconds) &&
  (type === undefined || each.type === type);

describe('A history of money', () => {
  it.each(['ofBalance', 'ofTenant'] as const)(
    'M-08 M-23 %s shows what was there when it was begun, once each and newest first, whatever is written meanwhile',
    async (list) => {
      const transactions = dynamoTransactionHistory(platform.table, pager(platform.secrets));
      await fc.assert(
        fc.asyncProperty(history, async ({ before, meanwhile, limit, type, ...bounds }) => {
          const tenant = await platform.tenant();
          const { balanceId, written, write } = await ledgerOf(tenant);
          for (const each of before) await write(each);
          const instantOf = (position: number | undefined) =>
            position === undefined ? undefined : written[position % written.length]?.at;
          const asked = { ...inOrder(instantOf(bounds.from), instantOf(bounds.to)), type };
          const expected = written.filter((each) => isAsked(asked, each)).map(({ transactionId }) => transactionId);

          const later = [...meanwhile];
          const found: string[] = [];
          let cursor: string | undefined;
          do {
            const reader = await systemContext(platform, { tenant, operation: 'test', requestId: 'req_test' });
            const query = { ...asked, limit, cursor };
            const page = await (list === 'ofBalance'
              ? transactions.ofBalance(reader, balanceId, query)
              : transactions.ofTenant(reader, query));
            expect(page.data.length).toBeLessThanOrEqual(limit);
            found.push(...page.data.map(({ transactionId }) => transactionId));
            cursor = page.nextCursor ?? undefined;
            const next = later.shift();
            if (next !== undefined) await write(next);
          } while (cursor !== undefined);
          expect(found).toEqual(expected.toReversed());
        }),
        { numRuns: 40 },
      );
    },
  );
});
