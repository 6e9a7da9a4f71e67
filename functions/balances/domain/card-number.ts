/** Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1). @param digits decimal digits only */
const hasCheckDigit = (digits: string): boolean => {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
};

/** Whether a text can be a card's number: 14 to 19 digits, the last one right (AN-07). */
export const isCardNumber = (text: string): boolean => /^\d{14,19}$/.test(text) && hasCheckDigit(text);
