import type { RandomSource } from '../../../kernel/platform/platform.ts';

const panLength = 16;
const cvvLength = 3;

/** The digit that makes `digits` and itself pass the Luhn check (ISO/IEC 7812-1). */
export const luhnCheckDigit = (digits: string): string => {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return String((10 - (sum % 10)) % 10);
};

/** Uniform decimal digits: bytes from 250 up are thrown away, or 0 to 5 would come more often. */
export const randomDigits = (random: RandomSource, count: number): string => {
  let digits = '';
  while (digits.length < count) {
    for (const byte of random.bytes(count)) {
      if (byte < 250 && digits.length < count) digits += String(byte % 10);
    }
  }
  return digits;
};

/**
 * A primary account number of 16 digits (AN-07).
 * @param bin 6 or 8 digits that it begins with
 */
export const newCardNumber = (bin: string, random: RandomSource): string => {
  const body = bin + randomDigits(random, panLength - 1 - bin.length);
  return body + luhnCheckDigit(body);
};

/** A card verification value of three digits. */
export const newCvv = (random: RandomSource): string => randomDigits(random, cvvLength);
