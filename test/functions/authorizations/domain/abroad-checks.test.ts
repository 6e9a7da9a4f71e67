import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { decide } from '../../../../functions/authorizations/domain/decision.ts';
import { money } from '../../../../functions/kernel/money/money.ts';

const now = Temporal.Instant.from('2026-11-22T06:30:00Z');
const circumstances = {
  now,
  program: undefined,
  deposit: 'not_needed',
  tenant: 'not_asked',
  linked: false,
  mandate: { findings: [], liftsControls: true },
} as const;

/** A debit under a mandate of a payee abroad, of a card with everything switched off. */
const debit = (minor: bigint, { level, used = 0n }: { readonly level: 'minimum' | 'full'; readonly used?: bigint }) =>
  decide(
    {
      kind: 'authorization',
      message: { id: 'net_1', transmittedAt: now },
      original: undefined,
      cardExternalId: 'pi_1',
      amount: money(minor, 'INR'),
      merchant: { name: 'Streamer', mcc: '5815', country: 'US' },
      channel: 'ecom',
      partialCapable: false,
      verification: { cvv: 'unchecked', pin: 'unchecked', expiry: 'unchecked' },
      occurredAt: now,
    },
    {
      currency: 'INR',
      state: 'active',
      level,
      available: 1_90_000_00n,
      person: undefined,
      holder: undefined,
      card: { status: 'active', expiry: '2031-12', channels: [], rules: undefined },
      counters: { abroad: { window: '2026-11', used } },
    },
    circumstances,
  );

it('rule 87 binds a debit under a mandate, which lifts switches and limits of the holder, and no law', () => {
  expect(debit(10_000_00n, { level: 'full', used: 40_000_00n })).toMatchObject({
    reason: 'approved',
    counted: [{ key: 'abroad', run: '2026-11' }],
  });
  expect(debit(10_000_01n, { level: 'full' }).reason).toBe('abroad_limit_exceeded');
  expect(debit(1n, { level: 'full', used: 50_000_00n }).reason).toBe('abroad_limit_exceeded');
  expect(debit(1n, { level: 'minimum' })).toMatchObject({ reason: 'abroad_not_allowed', counted: [] });
});
