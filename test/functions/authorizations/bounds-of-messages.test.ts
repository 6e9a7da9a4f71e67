import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maxMinor, money } from '../../../functions/kernel/money/money.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { tenantWithProgram } from '../../support/stored-customer.ts';
import { cardWorld, moneyOf, nameOf } from './card-bench.ts';
import { startMessageBench } from './message-bench.ts';

let bench: Awaited<ReturnType<typeof startMessageBench>>;
let tenant: TenantContext;

// In a currency whose country's caps are not known here: nothing else bounds what is held.
beforeAll(async () => {
  bench = await startMessageBench();
  tenant = await tenantWithProgram(bench.platform, 'KWD');
});
afterAll(() => bench.platform.stop());

const world = (available: bigint) => cardWorld(bench.platform, tenant, { currency: 'KWD', available });
const kwd = (minor: bigint) => money(minor, 'KWD');
const reasonsOf = async (of: Awaited<ReturnType<typeof world>>) =>
  (await bench.postingsOf(of)).map(({ suspenseReason }) => suspenseReason);

describe('card messages and what an answer can say (2^53 - 1 minor units)', () => {
  it('a refund beyond it stands in suspense, one up to it is credited', async () => {
    const own = await world(maxMinor - 5n);
    await bench.network.tell(own, { kind: 'refund', amount: kwd(6n) });
    expect(await moneyOf(bench.platform, own)).toEqual({ available: maxMinor - 5n, held: 0n });
    expect(await reasonsOf(own)).toEqual(['out_of_range']);
    await bench.network.tell(own, { kind: 'refund', amount: kwd(5n) });
    expect(await moneyOf(bench.platform, own)).toEqual({ available: maxMinor, held: 0n });
  });

  it.each(['clearing', 'force_post', 'refund_reversal'] as const)(
    'a %s further below zero stands in suspense',
    async (kind) => {
      const own = await world(0n);
      const more = kind === 'clearing' ? { final: true } : {};
      await bench.network.tell(own, { kind, ...more, amount: kwd(maxMinor) });
      await bench.network.tell(own, { kind, ...more, amount: kwd(1n) });
      expect(await moneyOf(bench.platform, own)).toEqual({ available: -maxMinor, held: 0n });
      expect((await reasonsOf(own)).toSorted()).toEqual(['out_of_range', undefined]);
    },
  );

  it('a clearing that stands in suspense releases what was held for it', async () => {
    const own = await world(100n);
    const answer = await bench.network.request(own, 40, { merchant: { name: 'Shop', mcc: '5411', country: 'KW' } });
    expect(answer.decision).toBe('approved');
    await bench.network.tell(own, { kind: 'force_post', amount: kwd(maxMinor) });
    const original = nameOf(bench.platform, answer.sent);
    await bench.network.tell(own, { kind: 'clearing', original, amount: kwd(200n), final: true });
    expect(await moneyOf(bench.platform, own)).toEqual({ available: 100n - maxMinor, held: 0n });
    expect((await reasonsOf(own)).toSorted()).toEqual(['out_of_range', undefined]);
  });

  it('I2 an advice that would reserve more than can be said is not understood, and reserves nothing', async () => {
    const own = await world(0n);
    await bench.network.tell(own, { kind: 'advice', amount: kwd(maxMinor), standIn: true });
    expect(await bench.network.tell(own, { kind: 'advice', amount: kwd(1n), standIn: true })).toBe('not_understood');
    expect(await moneyOf(bench.platform, own)).toEqual({ available: -maxMinor, held: maxMinor });
  });

  it('of many at once that fit alone and not together, the balance takes what it can say', async () => {
    const own = await world(0n);
    const half = maxMinor / 2n + 1n;
    await Promise.all([1, 2, 3].map(() => bench.network.tell(own, { kind: 'refund', amount: kwd(half) })));
    expect(await moneyOf(bench.platform, own)).toEqual({ available: half, held: 0n });
    expect((await reasonsOf(own)).filter((reason) => reason === 'out_of_range')).toHaveLength(2);
  });
});
