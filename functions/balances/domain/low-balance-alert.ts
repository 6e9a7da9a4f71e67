import { currencyExponents } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import type { PartnerBalance, PartnerKind } from './partner-balance.ts';

/** A partner balance at the moment at which it fell below its level. */
export interface LowBalance {
  readonly partnerBalanceId: string;
  readonly kind: PartnerKind;
  readonly available: Money;
  readonly threshold: Money;
}

/** Whom to tell: the balance's own address and the tenant's, each once. */
export const alertRecipients = (
  { alertEmail }: Pick<PartnerBalance, 'alertEmail'>,
  contacts: readonly string[],
): readonly string[] => [...new Set([...(alertEmail === undefined ? [] : [alertEmail]), ...contacts])];

/** `INR 1234.50`: as many decimals as the currency has. */
const inWords = ({ minor, currency }: Money): string => {
  const decimals = currencyExponents[currency];
  const digits = String(minor < 0n ? -minor : minor).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${currency} ${minor < 0n ? '-' : ''}${whole}${fraction}`;
};

const consequence: Readonly<Record<PartnerKind, string>> = {
  credit: 'Loads that are larger than what is left are refused until it is reloaded.',
  deposit: 'Spending that is larger than what is left is refused until it is reloaded.',
};

/** What is written to whoever is told. */
interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** The mail of a crossing (AN-70). It names the balance and its amounts, and nobody. */
export const lowBalanceMail = ({ partnerBalanceId, kind, available, threshold }: LowBalance): Letter => ({
  subject: `Low ${kind} balance in ${available.currency}`,
  text: [
    `The ${kind} balance ${partnerBalanceId} fell below its level.`,
    '',
    `Available: ${inWords(available)}`,
    `Level:     ${inWords(threshold)}`,
    '',
    consequence[kind],
    'This mail is sent once each time the balance falls below its level.',
    '',
  ].join('\n'),
});
