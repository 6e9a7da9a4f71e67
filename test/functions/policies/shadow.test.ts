import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { money } from '../../../functions/kernel/money/money.ts';
import { emandateRules } from '../../../functions/policies/emandate-rules.ts';
import { policyOn } from '../../../functions/policies/policy.ts';
import { ppiDraft } from '../../../functions/policies/ppi-draft.ts';
import { ppiLaw } from '../../../functions/policies/ppi-law.ts';
import type { Movement } from '../../../functions/policies/shadow.ts';
import { nothingUsed, shadow, shadowRun } from '../../../functions/policies/shadow.ts';

const movement = (id: string, minor: bigint, traits: Partial<Movement> = {}): Movement => ({
  id,
  kind: 'purchase',
  amount: money(minor, 'INR'),
  at: Temporal.Instant.from('2026-11-22T06:30:00Z'),
  person: 'PERSON#1',
  category: 'full',
  openedAt: Temporal.Instant.from('2026-01-01T00:00:00Z'),
  abroad: false,
  ...traits,
});
const refusedBy = (movements: readonly Movement[]) =>
  shadowRun(ppiDraft, movements).map(({ movementId, rule }) => [movementId, rule.replace('draft.ppi2026.', '')]);

describe('draft of the prepaid direction of 2026', () => {
  it('rules 106 to 110 hold what is proposed, dormant: no date chooses them', () => {
    expect(ppiDraft.map(({ rule, key, value, status }) => [rule, key, value, status])).toEqual([
      [106, 'draft.ppi2026.full.debitMonthMaxMinor', 20_000_000n, 'draft'],
      [107, 'draft.ppi2026.full.p2pMonthMaxMinor', 2_500_000n, 'draft'],
      [108, 'draft.ppi2026.full.cashLoadMonthMaxMinor', 1_000_000n, 'draft'],
      [109, 'draft.ppi2026.small.convertWithinMonths', 24, 'draft'],
      [110, 'draft.ppi2026.crossBorder', false, 'draft'],
    ]);
    const far = Temporal.PlainDate.from('2099-12-31');
    expect(ppiDraft.filter(({ key }) => policyOn(ppiDraft, key, far) !== undefined)).toEqual([]);
  });
});

describe('shadowRun', () => {
  it.each([
    { rule: 'rule 106', kind: 'purchase', most: 20_000_000n, draft: 'full.debitMonthMaxMinor@2026-04-22' },
    { rule: 'rule 106', kind: 'payment', most: 20_000_000n, draft: 'full.debitMonthMaxMinor@2026-04-22' },
    { rule: 'rule 107', kind: 'transfer_to_other', most: 2_500_000n, draft: 'full.p2pMonthMaxMinor@2026-04-22' },
    { rule: 'rule 108', kind: 'cash_load', most: 1_000_000n, draft: 'full.cashLoadMonthMaxMinor@2026-04-22' },
  ] as const)('$rule would have taken a $kind of $most in a month, and not a paisa more', ({ kind, most, draft }) => {
    const first = movement('a', most, { kind });
    expect(refusedBy([first])).toEqual([]);
    const second = movement('b', 1n, { kind, at: Temporal.Instant.from('2026-11-30T18:29:59Z') });
    expect(refusedBy([first, second])).toEqual([['b', draft]]);
    const nextMonth = movement('c', 1n, { kind, at: Temporal.Instant.from('2026-11-30T18:30:00Z') });
    expect(refusedBy([first, nextMonth])).toEqual([]);
  });

  it('counts per person, over all balances', () => {
    const first = movement('a', 20_000_000n);
    expect(refusedBy([first, movement('b', 1n, { person: 'PERSON#2' })])).toEqual([]);
    expect(refusedBy([first, movement('b', 1n)])).toHaveLength(1);
  });

  it('lets what it refuses count towards nothing, in the order of time', () => {
    const at = (minute: number) => Temporal.Instant.from(`2026-11-22T06:${minute}:00Z`);
    const movements = [
      movement('third', 5_000_000n, { at: at(32) }),
      movement('second', 16_000_000n, { at: at(31) }),
      movement('first', 15_000_000n, { at: at(30) }),
    ];
    expect(refusedBy(movements)).toEqual([['second', 'full.debitMonthMaxMinor@2026-04-22']]);
  });

  it('a transfer counts as money that left, and as one to another person', () => {
    const transfers = [movement('a', 19_000_000n), movement('b', 2_600_000n, { kind: 'transfer_to_other' })];
    expect(refusedBy(transfers)).toEqual([
      ['b', 'full.debitMonthMaxMinor@2026-04-22'],
      ['b', 'full.p2pMonthMaxMinor@2026-04-22'],
    ]);
  });

  it('rule 109: a small instrument takes nothing 24 months after it was opened, and may be spent', () => {
    const small = (at: string, kind: Movement['kind'] = 'load') =>
      movement('a', 1n, { kind, category: 'small', at: Temporal.Instant.from(at) });
    expect(refusedBy([small('2027-12-31T23:59:59Z')])).toEqual([]);
    expect(refusedBy([small('2028-01-01T00:00:00Z')])).toEqual([['a', 'small.convertWithinMonths@2026-04-22']]);
    expect(refusedBy([small('2028-01-01T00:00:00Z', 'purchase')])).toEqual([]);
    expect(refusedBy([movement('a', 1n, { kind: 'load', at: Temporal.Instant.from('2030-01-01T00:00:00Z') })])).toEqual(
      [],
    );
  });

  it('rule 110: no purchase abroad, of either category', () => {
    expect(refusedBy([movement('a', 1n, { abroad: true })])).toEqual([['a', 'crossBorder@2026-04-22']]);
    expect(refusedBy([movement('a', 1n, { abroad: true, category: 'small' })])).toHaveLength(1);
  });

  it('speaks of rupees only', () => {
    expect(refusedBy([movement('a', 99_999_999n, { amount: money(99_999_999n, 'USD') })])).toEqual([]);
  });
});

describe('shadow', () => {
  it('says of one decision what a draft would have refused, and nothing by rules that are in force', () => {
    const facts = { movement: movement('a', 2n), used: { ...nothingUsed, debit: 19_999_999n } };
    expect(shadow(ppiDraft, facts)).toEqual([
      { movementId: 'a', rule: 'draft.ppi2026.full.debitMonthMaxMinor@2026-04-22' },
    ]);
    expect(shadow(ppiDraft, { ...facts, used: nothingUsed })).toEqual([]);
    const abroad = movement('b', 2n, { abroad: true, category: 'small' });
    expect(shadow([...ppiLaw, ...emandateRules], { ...facts, movement: abroad })).toEqual([]);
  });
});
