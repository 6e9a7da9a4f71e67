import { describe, expect, it } from 'vitest';
import { ibanOf, virtualAccountNumber } from '../../../../../functions/sandbox/sandbox-twin/issuer/account-number.ts';
import {
  luhnCheckDigit,
  newCardNumber,
  randomDigits,
} from '../../../../../functions/sandbox/sandbox-twin/issuer/card-number.ts';
import { cardNumbersIn } from '../../../../support/card-numbers.ts';
import { seeded } from '../../../../support/seeded.ts';

describe("The twin's numbers", () => {
  it.each([
    ['7992739871', '3'],
    ['411111111111111', '1'],
    ['0', '0'],
  ])('AN-07 computes the Luhn check digit of %s', (digits, check) => {
    expect(luhnCheckDigit(digits)).toBe(check);
  });

  it('AN-07 makes valid numbers of 16 digits in the BIN, whatever the dice say', () => {
    const dice = seeded(7);
    const numbers = Array.from({ length: 500 }, (_, turn) =>
      newCardNumber(turn % 2 === 0 ? '608001' : '60800112', dice),
    );
    expect(numbers.every((number) => cardNumbersIn(number).length === 1 && number.length === 16)).toBe(true);
    expect(new Set(numbers).size).toBe(500);
  });

  it('draws each digit equally often: bytes from 250 up are thrown away', () => {
    const bytes = [255, 250, 249, 7];
    expect(randomDigits({ bytes: (count) => Uint8Array.from({ length: count }, () => bytes.shift() ?? 13) }, 2)).toBe(
      '97',
    );
  });

  it('M-17 gives account numbers that cannot be taken for card numbers, the same for the same account', () => {
    const numbers = Array.from({ length: 200 }, (_, turn) => virtualAccountNumber(`acc_${turn}`));
    expect(numbers.every((number) => /^9\d{14}$/.test(number) && cardNumbersIn(number).length === 0)).toBe(true);
    expect(new Set(numbers).size).toBe(200);
    expect(virtualAccountNumber('acc_1')).toBe(numbers[1]);
  });

  it('M-17 gives IBANs whose check digits are right: the rearranged number leaves 1 when divided by 97', () => {
    for (let turn = 0; turn < 50; turn += 1) {
      const iban = ibanOf(`acc_${turn}`);
      expect(iban).toMatch(/^DE\d{20}$/);
      const rearranged = `${iban.slice(4)}1314${iban.slice(2, 4)}`;
      expect(BigInt(rearranged) % 97n).toBe(1n);
    }
  });
});
