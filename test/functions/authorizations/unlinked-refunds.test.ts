import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countedClient } from '../../../local/table-client.ts';
import { verifyLedger } from '../../../scripts/ledger/verify-table.ts';
import { tenantWithProgram } from '../../support/stored-customer.ts';
import { foldJournal, storedTotals } from '../balances/given-partners.ts';
import { cardWorld, inr, moneyOf } from './card-bench.ts';
import { startMessageBench } from './message-bench.ts';

let bench: Awaited<ReturnType<typeof startMessageBench>>;

// All customers of these benches have one phone at one issuer: they are one person (rule 70).
beforeEach(async () => {
  bench = await startMessageBench();
});
afterEach(() => bench.platform.stop());

const refund = (minor: number) => ({ kind: 'refund', amount: inr(minor) }) as const;

describe('refunds that prove no purchase (regulation.md 3.7, 4.2)', () => {
  it('one that fits what a holder may have is credited, and counts for what comes next', async () => {
    const world = await bench.world({ available: 0n });
    await bench.network.tell(world, refund(2_00_000_00));
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 2_00_000_00n, held: 0n });
    await bench.network.tell(world, refund(1));
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 2_00_000_00n, held: 0n });
  });

  it('rule 58 one that would exceed it goes to suspense, all of it, and tells why', async () => {
    const world = await bench.world({ available: 1_99_000_00n });
    await bench.network.tell(world, refund(10_500_00));
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 1_99_000_00n, held: 0n });
    const [posting] = await bench.postingsOf(world);
    expect(posting).toMatchObject({
      type: 'refund',
      linked: false,
      suspense: true,
      suspenseReason: 'limit',
      legs: [
        { account: 'suspense', minor: 10_500_00n },
        { account: 'settlement', minor: -10_500_00n },
      ],
    });
    expect(posting).not.toHaveProperty('overLimit');
  });

  it('rule 64 a small instrument holds no more by it than the law allows', async () => {
    const world = await bench.world({ available: 0n, level: 'minimum' });
    await bench.network.tell(world, refund(10_000_01));
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 0n, held: 0n });
  });

  it('one whose named purchase is not here proves nothing either', async () => {
    const world = await bench.world({ available: 1_99_000_00n });
    await bench.network.tell(world, { ...refund(10_500_00), original: bench.name() });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 1_99_000_00n, held: 0n });
  });

  it('rule 70 what the person holds with another tenant counts', async () => {
    const other = await tenantWithProgram(bench.platform);
    const there = await cardWorld(bench.platform, other, { available: 0n });
    const here = await bench.world({ available: 0n });
    await bench.network.tell(there, refund(1_50_000_00));
    await bench.network.tell(here, refund(1_00_000_00));
    expect(await moneyOf(bench.platform, here)).toEqual({ available: 0n, held: 0n });
    await bench.network.tell(here, refund(50_000_00));
    expect(await moneyOf(bench.platform, here)).toEqual({ available: 50_000_00n, held: 0n });
  });

  describe('whose purchase is found by card, merchant and amount', () => {
    /** 10,000.00 of 2,00,000.00 were spent, and came in again from elsewhere: no more may be held. */
    const full = async () => {
      const { world, original } = await bench.reserved(10_000_00, {}, { available: 2_00_000_00n });
      await bench.network.tell(world, { kind: 'clearing', original, amount: inr(10_000_00), final: true });
      await bench.network.tell(world, { ...refund(10_000_00), merchant: elsewhere });
      expect((await moneyOf(bench.platform, world)).available).toBe(2_00_000_00n);
      return { world, original };
    };
    const elsewhere = { name: 'Another shop', mcc: '5732', country: 'IN' };
    const expectPosting = async (world: Parameters<typeof moneyOf>[1], facts: Readonly<Record<string, unknown>>) => {
      expect(await bench.postingsOf(world)).toContainEqual(expect.objectContaining(facts));
    };

    it('rule 83, boundary case 19: is credited above what the law lets a holder have, and flagged', async () => {
      const { world, original } = await full();
      await bench.network.tell(world, refund(10_000_00));
      expect((await moneyOf(bench.platform, world)).available).toBe(2_10_000_00n);
      await expectPosting(world, { linked: true, overLimit: true });
      const found = await bench.recordsOf(world);
      expect(JSON.stringify(found.map(({ data }) => data))).toContain(original.id);
    });

    it('proves it once', async () => {
      const { world } = await full();
      await bench.network.tell(world, refund(10_000_00));
      await bench.network.tell(world, refund(10_000_00));
      expect((await moneyOf(bench.platform, world)).available).toBe(2_10_000_00n);
      await expectPosting(world, { linked: false, suspenseReason: 'limit' });
    });

    it('I3 a repeat finds its own record, and takes no other purchase', async () => {
      const { world } = await full();
      const message = bench.name();
      await bench.network.tell(world, { ...refund(10_000_00), message });
      expect(await bench.network.tell(world, { ...refund(10_000_00), message })).toBe('already');
      expect((await moneyOf(bench.platform, world)).available).toBe(2_10_000_00n);
    });

    it.each([
      ['another amount', { amount: inr(9_999_99) }],
      ['another merchant', { merchant: { ...elsewhere, name: 'A third shop' } }],
    ])('is not found with %s', async (_, change) => {
      const { world } = await full();
      await bench.network.tell(world, { ...refund(10_000_00), ...change });
      expect((await moneyOf(bench.platform, world)).available).toBe(2_00_000_00n);
      await expectPosting(world, { linked: false, suspenseReason: 'limit' });
    });

    it('is not found while nothing of it was cleared', async () => {
      const { world } = await bench.reserved(10_000_00, {}, { available: 2_00_000_00n });
      await bench.network.tell(world, refund(10_000_00));
      await expectPosting(world, { linked: false, suspenseReason: 'limit' });
    });
  });

  it('I3 a repeat changes nothing, also when there is room by then, or none any more', async () => {
    const world = await bench.world({ available: 0n });
    const kept = { ...refund(1_50_000_00), message: bench.name() };
    const aside = { ...refund(1_00_000_00), message: bench.name() };
    await bench.network.tell(world, kept);
    await bench.network.tell(world, aside);
    expect(await bench.network.tell(world, kept)).toBe('already');
    await bench.network.tell(world, { kind: 'force_post', amount: inr(1_50_000_00) });
    expect(await bench.network.tell(world, aside)).toBe('already');
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 0n, held: 0n });
    expect(await bench.postingsOf(world)).toHaveLength(3);
  });

  it('of two at once that fit alone and not together, one is credited', async () => {
    const world = await bench.world({ available: 0n });
    await Promise.all([1, 2].map(() => bench.network.tell(world, refund(1_50_000_00))));
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 1_50_000_00n, held: 0n });
    const reasons = (await bench.postingsOf(world)).map(({ suspenseReason }) => suspenseReason);
    expect(reasons.toSorted()).toEqual(['limit', undefined]);
  });

  it.each([
    ['refund_reversal', {}],
    ['chargeback', { phase: 'lost' }],
  ] as const)('a %s that names one in suspense takes it out of there', async (kind, more) => {
    const world = await bench.world({ available: 1_99_000_00n });
    const message = bench.name();
    await bench.network.tell(world, { ...refund(10_500_00), message });
    await bench.network.tell(world, { kind, ...more, original: message, amount: inr(10_500_00) });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 1_99_000_00n, held: 0n });
    expect((await bench.postingsOf(world)).map(({ suspenseReason }) => suspenseReason)).toContain('refund_in_suspense');
  });

  it('a reversal of a refund that was credited takes it from the balance', async () => {
    const world = await bench.world({ available: 0n });
    const message = bench.name();
    await bench.network.tell(world, { ...refund(500_00), message });
    await bench.network.tell(world, { kind: 'refund_reversal', original: message, amount: inr(500_00) });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 0n, held: 0n });
  });

  it('AN-72 the books have what stands in suspense, and verify', async () => {
    const world = await bench.world({ available: 0n });
    await bench.network.tell(world, refund(1_50_000_00));
    await bench.network.tell(world, refund(1_00_000_00));
    await foldJournal(bench.platform, bench.tenant);
    expect(await storedTotals(bench.platform, bench.tenant)).toMatchObject({
      'users#INR': 1_50_000_00n,
      'suspense#INR': 1_00_000_00n,
      'settlement#INR': -2_50_000_00n,
    });
    const at = { client: countedClient(bench.platform.endpoint).client, table: 'nodal-test' };
    expect((await verifyLedger(at, () => undefined, { graceSeconds: 0 })).differences).toEqual([]);
  });
});
