import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire as wireExpiry } from '../../functions/authorizations/expire-hold/handler.ts';
import { cardWorld, issuer, moneyOf } from '../functions/authorizations/card-bench.ts';
import { givenPartner } from '../functions/balances/given-partners.ts';
import { moneyBench } from '../functions/balances/money-bench.ts';
import { givenProgram } from '../support/programs.ts';
import { seeded } from '../support/seeded.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { noContext } from '../support/trigger.ts';
import { booksOf } from './card-books.ts';
import type { Step } from './card-network.ts';
import { cardLife } from './card-network.ts';
import { memoryPlatform } from './memory-platform.ts';
import { slowTable } from './slow-table.ts';
import { virtualTime } from './virtual-time.ts';

let own: TestPlatform;
beforeAll(async () => {
  own = await startTestPlatform();
});
afterAll(() => own.stop());

const minor = fc.integer({ min: 1, max: 120 });
const later = fc.oneof(
  fc.record({ kind: fc.constant('increment' as const), amount: minor }),
  fc.record({ kind: fc.constant('reversal' as const), amount: minor }),
  fc.record({ kind: fc.constant('clearing' as const), amount: minor, final: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('refund' as const, 'force_post' as const, 'advice' as const), amount: minor }),
  fc.constantFrom<Step>({ kind: 'expiry' }, { kind: 'reversal' }),
);
const life: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.record({ kind: fc.constantFrom('authorization' as const, 'financial' as const), amount: minor }),
    fc.array(later, { maxLength: 4 }),
  )
  .map(([first, rest]) => [first, ...rest]);

const opening = 300n;
const deposited = 4_000n;

describe('Money behind cards', () => {
  it.each(['credit', 'deposit'] as const)(
    'I1 I2 I16 I20 in %s mode: whatever happens at once to two balances, the books agree and nothing is spent twice',
    async (mode) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(1), life), { minLength: 2, maxLength: 5 }),
          fc.array(minor, { maxLength: 3 }),
          fc.integer(),
          async (lives, transfers, seed) => {
            const platform = memoryPlatform(own);
            const time = virtualTime();
            const { tenant } = await givenProgram(platform, mode === 'deposit' ? { balanceHolder: 'partner' } : {});
            if (mode === 'deposit') await givenPartner(platform, tenant, { kind: 'deposit', available: deposited });
            const worlds = [
              await cardWorld(platform, tenant, { available: opening }),
              await cardWorld(platform, tenant, { available: opening }),
            ] as const;
            const table = slowTable(platform.table, { pacer: time, dice: seeded(seed) }, () => undefined);
            const network = issuer({ ...platform, table }, { pacer: time });
            const bench = moneyBench({ ...platform, table });
            const [first, second] = worlds;
            const playing = lives.flatMap(([at, steps]) => {
              const played = cardLife({ platform, network }, at === 0 ? first : second, {
                id: `net_${randomUUID()}`,
                steps,
              });
              return steps.map((_step, position) => played.deliver(position));
            });
            const moving = transfers.map(async (amount) => {
              const { status } = await bench.transfer(tenant, { from: first.balanceId, to: second.balanceId, amount });
              return { status: [201, 402, 409, 503].includes(status) ? 200 : status };
            });
            const heard = await time.run(Promise.all([...playing, ...moving]));
            await time.drain();
            expect(heard.every(({ status }) => status === 200)).toBe(true);
            const { balances, unbalanced, sum, deposit } = booksOf(platform.table.items(), tenant);
            expect({ unbalanced, sum }).toEqual({ unbalanced: [], sum: 0n });
            const forced = lives.some(([, steps]) =>
              steps.some(({ kind }) => ['clearing', 'force_post', 'advice'].includes(kind)),
            );
            for (const { available, held, left, journal } of balances.values()) {
              expect({ held, posted: available + held }).toEqual({ held: left, posted: opening + journal });
              expect(forced || available >= 0n).toBe(true);
            }
            expect({ held: deposit.held, posted: deposit.available + deposit.held }).toEqual({
              held: deposit.shares,
              posted: mode === 'deposit' ? deposited + deposit.journal : 0n,
            });
            expect(deposit.leastHeld).toBeGreaterThanOrEqual(0n);
          },
        ),
        { numRuns: 250 },
      );
    },
  );

  it('I15 every hold ends: what nobody cleared is released when its time is over, and posts when it is cleared late', async () => {
    const platform = memoryPlatform(own);
    const { tenant } = await givenProgram(platform);
    const expire = wireExpiry(platform);
    await fc.assert(
      fc.asyncProperty(life, async (steps) => {
        const world = await cardWorld(platform, tenant, { available: 10_000n });
        const network = issuer(platform);
        const id = `net_${randomUUID()}`;
        const played = cardLife({ platform, network }, world, { id, steps });
        const transmittedAt = platform.clock.now().round('millisecond');
        for (const position of steps.keys()) await played.deliver(position);
        const before = await moneyOf(platform, world);
        platform.clock.advance({ hours: 24 * 7 });
        const named = { id, transmittedAt: transmittedAt.toString({ fractionalSecondDigits: 3 }) };
        for (let fired = 0; fired < 2; fired += 1) {
          await expire({ tenantId: tenant.tenantId, payload: { cardId: world.cardId, network: named } }, noContext);
        }
        const released = await moneyOf(platform, world);
        expect(released).toEqual({ available: before.available + before.held, held: 0n });
        const late = { kind: 'clearing', original: { id, transmittedAt }, final: true } as const;
        await network.tell(world, { ...late, amount: { minor: 40n, currency: 'INR' } });
        expect(await moneyOf(platform, world)).toEqual({ available: released.available - 40n, held: 0n });
      }),
      { numRuns: 60 },
    );
  });
});
