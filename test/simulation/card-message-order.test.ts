import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordItem } from '../../functions/kernel/events/record-item.ts';
import { tenantKey } from '../../functions/kernel/persistence/keys.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { cardWorld, issuer } from '../functions/authorizations/card-bench.ts';
import { givenPartner } from '../functions/balances/given-partners.ts';
import { givenProgram } from '../support/programs.ts';
import { tenantWithProgram } from '../support/stored-customer.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { booksOf } from './card-books.ts';
import type { Step } from './card-network.ts';
import { cardLife } from './card-network.ts';
import type { MemoryPlatform } from './memory-platform.ts';
import { memoryPlatform } from './memory-platform.ts';

let own: TestPlatform;
let platform: MemoryPlatform;
let tenant: TenantContext;
beforeAll(async () => {
  own = await startTestPlatform();
  await renew();
});
afterAll(() => own.stop());

/** A platform without a past: checks read all that is there. */
const renew = async (mode: Mode = 'credit'): Promise<void> => {
  platform = memoryPlatform(own);
  if (mode === 'credit') tenant = await tenantWithProgram(platform);
  else {
    ({ tenant } = await givenProgram(platform, { balanceHolder: 'partner' }));
    await givenPartner(platform, tenant, { kind: 'deposit', available: deposited });
  }
};

type Mode = 'credit' | 'deposit';

const opening = 10_000n;
const deposited = 1_000_000n;

/** Everything the tenant has is what its records say. */
const checkDeposit = (): void => {
  const { deposit, unbalanced, sum } = booksOf(platform.table.items(), tenant);
  expect({ unbalanced, sum }).toEqual({ unbalanced: [], sum: 0n });
  if (deposit.available + deposit.held === 0n) return;
  expect({ held: deposit.held, posted: deposit.available + deposit.held }).toEqual({
    held: deposit.shares,
    posted: deposited + deposit.journal,
  });
  expect(deposit.leastHeld).toBeGreaterThanOrEqual(0n);
};

/** Delivers a life's messages in this order, repeats among them. @returns what is left of money, and what was said */
const play = async (steps: readonly Step[], order: readonly number[]) => {
  const world = await cardWorld(platform, tenant, { available: opening });
  const life = cardLife({ platform, network: issuer(platform) }, world, { id: `net_${randomUUID()}`, steps });
  const heard = new Map<number, string>();
  for (const position of order) {
    const { status, decision, approved } = await life.deliver(position);
    const answer = `${String(status)} ${decision} ${String(approved)}`;
    expect(heard.get(position) ?? answer).toBe(answer);
    heard.set(position, answer);
  }
  const pk = tenantKey(tenant, 'BALANCE', world.balanceId);
  const { items } = await platform.table.query({ pk, limit: 100 });
  const posted = items
    .filter(({ item }) => item === recordItem.name)
    .flatMap((item) => recordItem.decode(item).legs ?? [])
    .filter(({ account }) => account.startsWith('customer:'))
    .map(({ minor }) => minor)
    .toSorted((left, right) => Number(left - right));
  const books = booksOf(items, tenant).balances.get(world.balanceId);
  if (books === undefined) throw new Error('the balance is gone');
  const { available, held, left, journal } = books;
  expect({ left, posted: available + held - opening }).toEqual({ left: held, posted: journal });
  return {
    heard: [...heard].toSorted(([a], [b]) => a - b),
    money: { available, held, posted },
  };
};

function* permutations<Value>(values: readonly Value[]): Generator<readonly Value[]> {
  if (values.length <= 1) {
    yield values;
    return;
  }
  for (const [at, first] of values.entries()) {
    for (const rest of permutations(values.toSpliced(at, 1))) yield [first, ...rest];
  }
}

const hold = (amount = 100): Step => ({ kind: 'authorization', amount });
const reversal = (amount?: number): Step => ({ kind: 'reversal', ...(amount === undefined ? {} : { amount }) });
const clearing = (amount: number, final: boolean): Step => ({ kind: 'clearing', amount, final });
const expiry: Step = { kind: 'expiry' };
const refund = (amount: number): Step => ({ kind: 'refund', amount });
const advice = (amount: number): Step => ({ kind: 'advice', amount });

const lives: readonly (readonly [name: string, steps: readonly Step[]])[] = [
  ['taken back', [hold(), reversal()]],
  ['taken back twice', [hold(), reversal(), reversal()]],
  ['taken back in parts', [hold(), reversal(30), reversal(70)]],
  ['reversed in part and cleared', [hold(), reversal(40), clearing(60, true)]],
  ['reversed in part and cleared by more than is left', [hold(), reversal(40), clearing(70, false)]],
  ['cleared in parts, refunded', [hold(), clearing(30, false), clearing(50, true), refund(20)]],
  ['cleared in three parts', [hold(), clearing(30, false), clearing(30, false), clearing(40, false), refund(100)]],
  ['cleared beyond the hold', [hold(), clearing(120, true), refund(120), { kind: 'refund_reversal', amount: 20 }]],
  ['expired and cleared late', [hold(), expiry, clearing(80, true)]],
  ['expired and reversed late', [hold(), expiry, reversal(), clearing(80, false)]],
  ['advised to more', [hold(), advice(130), clearing(130, true)]],
  ['advised to less, not cleared', [hold(), advice(60)]],
  ['advised to less, cleared in part', [hold(), advice(60), clearing(20, false)]],
  ['advised to more, reversed in part', [hold(), advice(150), reversal(50), clearing(70, false)]],
  ['advised and taken back', [hold(), advice(150), reversal()]],
  ['advised and expired', [hold(), advice(150), expiry, clearing(90, false)]],
  ['cleared after it was taken back', [hold(), reversal(), clearing(50, false), refund(50)]],
  ['posted by force', [hold(), { kind: 'force_post', amount: 100 }, reversal()]],
  [
    'disputed',
    [
      hold(),
      clearing(100, true),
      { kind: 'chargeback', phase: 'provisional', amount: 100 },
      { kind: 'chargeback', phase: 'lost', amount: 100 },
    ],
  ],
  ['five at once', [hold(), advice(130), reversal(30), clearing(60, false), clearing(40, true)]],
];

const inAnyOrder = async (steps: readonly Step[]): Promise<void> => {
  const positions = steps.map((_step, position) => position);
  const once = await play(steps, positions);
  for (const order of permutations(positions)) {
    expect({ order, ...(await play(steps, order)) }).toEqual({ order, ...once });
  }
  checkDeposit();
};

/** Amounts beside each other, so that sums meet, fall short and go beyond. */
const minor = fc.constantFrom(10, 30, 50, 100, 130);
const later: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('reversal' as const), amount: minor }),
  fc.constant<Step>({ kind: 'reversal' }),
  fc.constant<Step>({ kind: 'expiry' }),
  fc.record({ kind: fc.constant('clearing' as const), amount: minor, final: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('force_post' as const, 'refund' as const), amount: minor }),
  fc.record({
    kind: fc.constant('chargeback' as const),
    amount: minor,
    phase: fc.constantFrom('provisional' as const, 'won' as const, 'lost' as const),
  }),
);

/** A life of four to seven messages with at most one advice: of two, the later word counts, and none says which. */
const anyLife: fc.Arbitrary<readonly Step[]> = fc
  .tuple(minor, fc.option(minor, { nil: undefined }), fc.array(later, { minLength: 2, maxLength: 5 }))
  .map(([amount, advised, rest]) => [hold(amount), ...(advised === undefined ? [] : [advice(advised)]), ...rest]);

/** Every message one to five times, in any order. */
const anyDelivery = (count: number): fc.Arbitrary<readonly number[]> =>
  fc
    .array(fc.integer({ min: 1, max: 5 }), { minLength: count, maxLength: count })
    .map((times) => times.flatMap((often, position) => Array.from({ length: often }, () => position)))
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }));

describe('Messages of a card’s life', () => {
  it.each(lives)(
    'I3 I8 an authorization %s: every order of its messages ends with the same money',
    async (_, steps) => {
      await renew();
      await inAnyOrder(steps);
    },
  );

  it.each(lives)(
    'I8 I20 in deposit mode, an authorization %s: every order reserves and settles the same',
    async (_, steps) => {
      await renew('deposit');
      await inAnyOrder(steps);
    },
  );

  it.each(['credit', 'deposit'] as const)(
    'I3 I8 in %s mode, four to seven messages, each one to five times, in any order, move the money of one delivery',
    async (mode) => {
      await renew(mode);
      await fc.assert(
        fc.asyncProperty(
          anyLife.chain((steps) => fc.tuple(fc.constant(steps), anyDelivery(steps.length))),
          async ([steps, order]) => {
            const once = await play(
              steps,
              steps.map((_step, position) => position),
            );
            expect(await play(steps, order)).toEqual(once);
          },
        ),
        { numRuns: 150 },
      );
      checkDeposit();
    },
  );
});
