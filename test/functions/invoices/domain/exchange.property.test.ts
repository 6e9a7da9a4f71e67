import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { exchange } from '../../../../functions/invoices/domain/exchange.ts';
import { issueInvoice, reissue } from '../../../../functions/invoices/domain/invoice.ts';
import type { Currency } from '../../../../functions/kernel/money/currency.ts';
import { currencies, currencyExponents } from '../../../../functions/kernel/money/currency.ts';
import type { Money } from '../../../../functions/kernel/money/money.ts';
import { maxMinor } from '../../../../functions/kernel/money/money.ts';

const now = Temporal.Instant.from('2026-11-22T00:00:00Z');
const anyCurrency = fc.constantFrom(...currencies);
const anyMinor = fc.bigInt({ min: 1n, max: 10n ** 12n });
const anyMoney = fc.record({ minor: anyMinor, currency: anyCurrency });
const anyRate = fc
  .tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 999_999 }))
  .filter(([whole, decimals]) => whole + decimals > 0)
  .map(([whole, decimals]) => `${String(whole)}.${String(decimals).padStart(6, '0')}`);

/** The exact value is `over / under` minor units of the new currency. */
const exactly = ({ minor, currency: from }: Money, to: Currency, rate: string) => {
  const [whole = '', decimals = ''] = rate.split('.');
  return {
    over: minor * BigInt(whole + decimals) * 10n ** BigInt(currencyExponents[to]),
    under: 10n ** BigInt(decimals.length + currencyExponents[from]),
  };
};

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

describe('an invoice in another currency', () => {
  it('SH-29 keeps its value within half a minor unit, whatever currencies and rate', () => {
    fc.assert(
      fc.property(anyMoney, anyCurrency, anyRate, (money, to, rate) => {
        const { over, under } = exactly(money, to, rate);
        // Less than one unit, or more than an amount may be, is refused and tested by itself.
        fc.pre(over >= under && over / under < maxMinor);
        const { minor: converted, currency } = exchange(money, to, rate);
        expect(currency).toBe(to);
        expect(absolute(converted * under - over) * 2n <= under).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('SH-29 and the one it replaces name each other, and what is owed, by when and for what stays', () => {
    fc.assert(
      fc.property(anyMinor, anyRate, (minor, rate) => {
        const terms = {
          customerId: 'cus_1',
          dueAt: now,
          description: 'November',
          reference: 'r-1',
          mandateId: 'mdt_1',
        };
        const before = issueInvoice(
          'inv_old',
          { ...terms, amount: { minor: minor + 10n ** 8n, currency: 'USD' } },
          now,
        );
        const { old, replacement } = reissue(before, { currency: 'INR', rate }, { invoiceId: 'inv_new', at: now });
        expect([old.reissuedAs, replacement.reissueOf]).toEqual([replacement.invoiceId, old.invoiceId]);
        expect([old.status, replacement.status]).toEqual(['reissued', 'unpaid']);
        expect(replacement).toMatchObject({ ...terms, exchange: { from: before.amount, rate } });
        expect(() => reissue(old, { currency: 'INR', rate }, { invoiceId: 'inv_other', at: now })).toThrow();
      }),
    );
  });

  it.each([
    [{ minor: 100n, currency: 'USD' }, '83.1235', { minor: 8_312n, currency: 'INR' }],
    [{ minor: 3n, currency: 'USD' }, '0.5', { minor: 2n, currency: 'INR' }],
    [{ minor: 5n, currency: 'USD' }, '0.5', { minor: 2n, currency: 'INR' }],
    [{ minor: 7n, currency: 'USD' }, '0.5', { minor: 4n, currency: 'INR' }],
    [{ minor: 1_000n, currency: 'JPY' }, '0.55', { minor: 55_000n, currency: 'INR' }],
    [{ minor: 10_000n, currency: 'INR' }, '1.815', { minor: 182n, currency: 'JPY' }],
    [{ minor: 1_005n, currency: 'KWD' }, '270.5', { minor: 27_185n, currency: 'INR' }],
    [{ minor: 27_185n, currency: 'INR' }, '0.0036968', { minor: 1_005n, currency: 'KWD' }],
  ] as const)('rule 119 %o at %s is %o, half to even', (from, rate, wanted) => {
    expect(exchange(from, wanted.currency, rate)).toEqual(wanted);
  });

  it.each([
    [{ minor: 1n, currency: 'USD' }, 'INR', '0.5'],
    [{ minor: 1n, currency: 'INR' }, 'JPY', '0.01'],
    [{ minor: 10n ** 15n, currency: 'USD' }, 'INR', '83'],
  ] as const)('SH-29 %o in %s at %s is less than one unit or more than an amount may be', (from, to, rate) => {
    expect(() => exchange(from, to, rate)).toThrow('below one minor unit, or above');
  });

  it.each(['', '0', '0.0', '-1', '1e3', '1,5', '1.', '.5', ' 1', '1.0000000000', '1000000000'])(
    'the rate %j is none',
    (rate) => {
      expect(() => exchange({ minor: 1n, currency: 'USD' }, 'INR', rate)).toThrow(RangeError);
    },
  );
});
