import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiptOf } from '../../../../functions/mandates/ports/receipt.ts';

const subject = fc.record({
  tenantId: fc.string(),
  mandateId: fc.string(),
  cycle: fc.string(),
  kind: fc.string(),
  number: fc.integer({ min: 1, max: 99 }),
});

describe('Receipts', () => {
  it('SH-24 rule 44 have the 40 characters that the provider takes, and nothing that it could misread', () => {
    fc.assert(
      fc.property(subject, (one) => {
        expect(receiptOf(one)).toMatch(/^ndl-[0-9a-f]{36}$/u);
      }),
    );
  });

  it('SH-28 are the same on every try and others for every other subject', () => {
    fc.assert(
      fc.property(subject, subject, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(receiptOf({ ...one })).toBe(receiptOf(one));
        expect(receiptOf(one) === receiptOf(other)).toBe(isSame);
      }),
    );
  });

  it('SH-24 do not change with a new version of the platform: the provider still has those of the last one', () => {
    const one = { tenantId: 'ten_1', mandateId: 'mdt_1', cycle: '2026-11', kind: 'debit', number: 1 };
    expect(receiptOf(one)).toBe('ndl-3babf16bd6f1c3b88fc766221eb3adad4b70');
  });

  it('SH-24 keep neighbouring facts apart', () => {
    const one = { tenantId: 'ten_1', mandateId: 'mdt_1', cycle: '2026-1', kind: '1debit', number: 1 };
    expect(receiptOf(one)).not.toBe(receiptOf({ ...one, cycle: '2026-11', kind: 'debit' }));
  });
});
