import { describe, expect, it } from 'vitest';
import { moneyText } from '../../../../functions/kernel/money/money-text.ts';

describe('money in words', () => {
  it.each([
    [0n, 'INR', 'INR 0.00'],
    [5n, 'INR', 'INR 0.05'],
    [49_900n, 'INR', 'INR 499.00'],
    [1_500_001n, 'INR', 'INR 15,000.01'],
    [10_000_000n, 'INR', 'INR 1,00,000.00'],
    [123_456_789_012n, 'INR', 'INR 1,23,45,67,890.12'],
    [-250n, 'USD', 'USD -2.50'],
    [123_456_789n, 'USD', 'USD 1,234,567.89'],
    [1_500n, 'JPY', 'JPY 1,500'],
    [0n, 'JPY', 'JPY 0'],
    [5n, 'KWD', 'KWD 0.005'],
    [1_234_567n, 'BHD', 'BHD 1,234.567'],
  ] as const)('rule 119 %s minor units of %s are %s', (minor, currency, words) => {
    expect(moneyText({ minor, currency })).toBe(words);
  });
});
