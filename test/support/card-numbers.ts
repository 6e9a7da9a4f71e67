/**
 * Finds payment card numbers in text: 13 to 19 digits, plain or in the usual groups, that satisfy
 * the Luhn check and begin with a digit that card networks issue (2–6 and 8). Instants in
 * milliseconds or finer begin with 1 and the digits inside an id touch letters, so neither counts.
 */
export const cardNumbersIn = (text: string): string[] => {
  const candidates = text.replaceAll(/\\[nrt]/gu, ' ').match(shape) ?? [];
  return candidates.map((candidate) => candidate.replaceAll(/[ -]/gu, '')).filter(isCardNumber);
};

const edge = '[0-9A-Za-z_]';
const plain = String.raw`\d{13,19}`;
const fours = String.raw`\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}`;
const amex = String.raw`\d{4}([ -])\d{6}\2\d{5}`;
const shape = new RegExp(`(?<!${edge})(?:${plain}|${fours}|${amex})(?!${edge})`, 'gu');

const isCardNumber = (digits: string): boolean => /^[2-68]\d{12,18}$/u.test(digits) && hasLuhnCheckDigit(digits);

const hasLuhnCheckDigit = (digits: string): boolean => {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
};
