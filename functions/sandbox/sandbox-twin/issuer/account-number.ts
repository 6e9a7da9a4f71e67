import { createHash } from 'node:crypto';

const numberLength = 15;

const digitsOf = (text: string, count: number): string => {
  const value = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`) % 10n ** BigInt(count);
  return value.toString().padStart(count, '0');
};

/** 15 digits that begin with 9: no card network issues such a number, so it cannot be taken for a card's. */
export const virtualAccountNumber = (accountId: string): string => `9${digitsOf(accountId, numberLength - 1)}`;

/** The branch code of the pooled account, in the form of an IFSC: four letters, a zero, six characters. */
export const pooledAccountIfsc = 'NODL0000001';

const country = 'DE';
const bankCode = '99999999';

/** Letters count from A = 10 (ISO 13616). */
const asNumber = (text: string): bigint =>
  BigInt(Array.from(text, (character) => String(Number.parseInt(character, 36))).join(''));

/** An IBAN with right check digits (ISO 7064, MOD 97-10). */
export const ibanOf = (accountId: string): string => {
  const account = bankCode + digitsOf(accountId, 10);
  const check = 98n - (asNumber(`${account}${country}00`) % 97n);
  return `${country}${check.toString().padStart(2, '0')}${account}`;
};
