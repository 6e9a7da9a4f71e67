import type { Temporal } from 'temporal-polyfill';
import type { Category } from './afa-need.ts';
import { emandateRow as row } from './emandate-row.ts';
import type { Policy, PolicySource } from './policy.ts';
import { policyOn, versionOf } from './policy.ts';

/** What a third party may claim for its mandate beyond the ordinary: a higher ceiling, or debits without notice. */
export type TradeClaim = Exclude<Category, 'standard'> | 'FASTAG_AUTOLOAD' | 'NCMC_AUTOLOAD';

const raised: PolicySource = {
  title: 'our own choice, after Razorpay, UPI authorisation transaction: codes with a raised maximum',
  url: 'https://raw.githubusercontent.com/razorpay/markdown-docs/master/api/payments/recurring-payments/upi/create-authorization-transaction.md',
};
const bills: PolicySource = { title: "our own choice, after a provider's list of codes for card bills" };
const transit: PolicySource = {
  title: 'our own choice, after Mastercard Gateway, Transit: merchant category codes for transit merchants',
  url: 'https://developer.mastercard.com/mastercard-gateway/documentation/gateway-features/trans-enrich-data/cardholder-present-data/transit/',
};

const trade = (
  claim: TradeClaim,
  { codes, source }: { readonly codes: readonly string[]; readonly source: PolicySource },
) =>
  ({
    ...row({
      rule: 'house',
      key: `house.emandate.trade.${claim}`,
      scope: { method: 'card', categories: [claim] },
      sources: [source],
      confidence: claim === 'FASTAG_AUTOLOAD' || claim === 'NCMC_AUTOLOAD' ? 'low' : 'medium',
    }),
    unit: 'names',
    value: codes,
  }) as const satisfies Policy;

/**
 * ISO 18245 codes of the payees who may claim what the law grants to their trade alone (rules 4, 12). A FASTag is loaded by
 * whoever takes tolls, an NCMC card by whoever carries passengers; the code of stored value loads (6540) is in none, since
 * that would exempt every wallet.
 */
export const cardMandateTrades: readonly Policy[] = [
  trade('insurance', { codes: ['6300', '6529', '5960'], source: raised }),
  trade('mutual_fund', { codes: ['6211'], source: raised }),
  trade('credit_card_bill', { codes: ['6012', '5413'], source: bills }),
  trade('FASTAG_AUTOLOAD', { codes: ['4784'], source: transit }),
  trade('NCMC_AUTOLOAD', { codes: ['4111', '4112', '4131'], source: transit }),
];

/** Who may claim it on a day: nobody where no version of the rule holds. */
export const tradeOf = (
  claim: TradeClaim,
  on: Temporal.PlainDate,
): { readonly codes: readonly string[]; readonly version: string | undefined } => {
  const rule = policyOn(cardMandateTrades, `house.emandate.trade.${claim}`, on);
  return rule?.unit === 'names' ? { codes: rule.value, version: versionOf(rule) } : { codes: [], version: undefined };
};
