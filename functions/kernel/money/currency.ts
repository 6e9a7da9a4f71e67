/**
 * ISO 4217 codes this platform settles in, with the number of minor-unit digits
 * (spec rule 119: 0, 2 or 3; never an implied factor of 100).
 */
export const currencyExponents = {
  AED: 2,
  BHD: 3,
  EUR: 2,
  GBP: 2,
  INR: 2,
  JPY: 0,
  KWD: 3,
  PLN: 2,
  SGD: 2,
  USD: 2,
} as const;

export type Currency = keyof typeof currencyExponents;

export const currencies: readonly [Currency, ...Currency[]] = [
  'INR',
  'AED',
  'BHD',
  'EUR',
  'GBP',
  'JPY',
  'KWD',
  'PLN',
  'SGD',
  'USD',
];
