import { emandateRow as row, inPaise } from './emandate-row.ts';
import type { Policy, PolicySource } from './policy.ts';

const cardFramework = '2019-09-01';
const framework2026 = '2026-04-21';

const novojuris: PolicySource = { title: 'Novojuris on e-mandates', url: 'https://novojuris.com/tag/e-mandate/' };
const rbi2020: PolicySource = {
  title: 'RBI/2020-21/74, processing of e-mandates',
  url: 'https://website.rbi.org.in/hi/web/rbi/-/notifications/processing-of-e-mandates-for-recurring-transactions-12002',
};
const mint: PolicySource = {
  title: 'Mint on the ceiling of 2022',
  url: 'https://www.livemint.com/money/personal-finance/new-debit-credit-card-rule-for-otp-requirement-comes-into-effect/amp-11655445874571.html',
};
const financialExpress: PolicySource = {
  title: 'Financial Express on the framework of 2026',
  url: 'https://www.financialexpress.com/business/news-rbi-eases-e-mandate-rules-recurring-payments-up-to-rs-15000-can-be-done-without-otp-pre-and-post-debit-alerts-remain-mandatory-4214431/',
};
const taxguru: PolicySource = {
  title: 'taxguru on the limits of 2023',
  url: 'https://taxguru.in/rbi/rbi-e-mandate-limits-2024.html',
};
const fintechBizNews: PolicySource = {
  title: 'Fintech BizNews, processing of e-mandates',
  url: 'https://www.fintechbiznews.com/govtregulators/processing-of-e-mandates-for-recurring-transactions',
};
const grocliq: PolicySource = {
  title: 'Grocliq on authentication for e-mandates',
  url: 'https://blogs.grocliq.com/2026/04/24/rbi-mandates-additional-factor-authentication-for-e-mandates/',
};
const nishithDesai: PolicySource = {
  title: 'Nishith Desai, annexure of the circular of 2019',
  url: 'https://nishithdesai.com/fileadmin/user_upload/Html/Hotline/190826_TL_REG_Annexure.html',
};
const worldTradeScanner: PolicySource = {
  title: 'World Trade Scanner, E-mandate Framework 2026',
  url: 'https://worldtradescanner.com/RBI%20Issues%20Digital%20Payments%E2%80%93E-Mandate%20Framework%202026.htm',
};
const inquisitiveMind: PolicySource = {
  title: 'inquisitivemind5 on the framework of 2026',
  url: 'https://inquisitivemind5.blogspot.com/2026/04/digital-payments-e-mandate-framework.html',
};
const businessToday: PolicySource = {
  title: 'Business Today on FASTag and NCMC',
  url: 'https://www.businesstoday.in/personal-finance/news/story/rbis-new-rules-no-alerts-on-auto-replenishment-of-balances-in-fastag-ncmc-what-does-this-mean-442728-2024-08-23',
};
const timesTopNews: PolicySource = { title: 'Times Top News', url: 'https://timestopnews.com/?p=204907' };
const moneyStreet: PolicySource = { title: 'Money Street', url: 'https://moneystreetnews.com/?p=6848' };
const corpwhizz: PolicySource = {
  title: 'corpwhizz on the framework of 2026',
  url: 'https://corpwhizz.com/2026/04/21/rbi-rolls-out-unified-e-mandate-framework-with-stronger-customer-control/?amp=1',
};
const bankPulse: PolicySource = { title: 'BankPulse', url: 'https://bankpulse.ai/c/rbi-dpss-2026-27-396/' };
const spiceRoute: PolicySource = {
  title: 'Spice Route on the authentication directions of 2025',
  url: 'https://spiceroutelegal.com/publications/reserve-bank-of-india-authentication-mechanisms-for-digital-payment-transactions-directions-2025',
};
const paytm: PolicySource = {
  title: 'Paytm on the authentication directions of 2025',
  url: 'https://paytm.com/blog/news/rbi-digital-payment-authentication-2025',
};

const law = (name: string, rest: Omit<Parameters<typeof row>[0], 'key'>) =>
  row({ effectiveFrom: cardFramework, ...rest, key: `law.emandate.${name}` });

const ceilings: readonly Policy[] = [
  { ...law('afaFreeMaxMinor.default', { rule: 1, sources: [novojuris] }), ...inPaise, value: 2_000_00n },
  {
    ...law('afaFreeMaxMinor.default', { rule: 2, effectiveFrom: '2021-01-01', sources: [rbi2020, mint] }),
    ...inPaise,
    value: 5_000_00n,
  },
  {
    ...law('afaFreeMaxMinor.default', { rule: 3, effectiveFrom: '2022-06-16', sources: [mint, financialExpress] }),
    ...inPaise,
    value: 15_000_00n,
  },
  {
    ...law('afaFreeMaxMinor.byCategory', {
      rule: 4,
      effectiveFrom: '2023-12-12',
      scope: { categories: ['insurance', 'mutual_fund', 'credit_card_bill'] },
      sources: [taxguru, fintechBizNews],
    }),
    ...inPaise,
    value: 1_00_000_00n,
  },
  { ...law('ceilingInclusive', { rule: 5, sources: [fintechBizNews] }), unit: 'flag', value: true },
];

const authentication: readonly Policy[] = [
  {
    ...law('afaRequiredFor', { rule: 6, effectiveFrom: framework2026, sources: [grocliq] }),
    unit: 'names',
    value: ['REGISTER', 'FIRST_DEBIT', 'MODIFY', 'WITHDRAW', 'OPT_OUT_DEBIT'],
  },
  { ...law('combineFirstDebitAfa', { rule: 7, sources: [nishithDesai] }), unit: 'flag', value: true },
  {
    ...row({ rule: 20, key: 'law.auth.twoFactor', effectiveFrom: '2026-04-01', sources: [spiceRoute, paytm] }),
    unit: 'flag',
    value: true,
  },
  {
    ...row({
      rule: 21,
      key: 'law.auth.contactlessNoAfaMaxMinor',
      scope: { method: 'card' },
      confidence: 'medium',
      sources: [spiceRoute],
    }),
    ...inPaise,
    value: 5_000_00n,
  },
];

const notices: readonly Policy[] = [
  { ...law('preDebitLeadSeconds', { rule: 8, sources: [financialExpress] }), unit: 'seconds', value: 86_400 },
  {
    ...law('preDebitFields', { rule: 9, sources: [nishithDesai, worldTradeScanner] }),
    unit: 'names',
    value: ['merchantName', 'amount', 'debitAt', 'reference', 'reason'],
  },
  {
    ...law('postDebitRequired', { rule: 10, effectiveFrom: framework2026, sources: [worldTradeScanner] }),
    unit: 'flag',
    value: true,
  },
  { ...law('customerChoosesChannel', { rule: 11, sources: [inquisitiveMind] }), unit: 'flag', value: true },
  {
    ...law('preDebitExemptions', { rule: 12, effectiveFrom: '2024-08-22', sources: [businessToday] }),
    unit: 'names',
    value: ['FASTAG_AUTOLOAD', 'NCMC_AUTOLOAD'],
  },
];

const mandates: readonly Policy[] = [
  { ...law('validityRequired', { rule: 13, sources: [timesTopNews] }), unit: 'flag', value: true },
  { ...law('variableNeedsMax', { rule: 14, sources: [timesTopNews] }), unit: 'flag', value: true },
  { ...law('customerFeeMinor', { rule: 15, sources: [timesTopNews] }), ...inPaise, value: 0n },
  {
    ...law('remapOnReissue', { rule: 16, effectiveFrom: framework2026, sources: [timesTopNews, moneyStreet] }),
    unit: 'flag',
    value: true,
  },
  {
    ...law('ignoreCustomerControls', {
      rule: 17,
      effectiveFrom: framework2026,
      scope: { method: 'card' },
      confidence: 'medium',
      sources: [corpwhizz, grocliq],
    }),
    unit: 'flag',
    value: true,
  },
  {
    ...law('instrument', { rule: 18, effectiveFrom: framework2026, confidence: 'medium', sources: [bankPulse] }),
    unit: 'name',
    value: 'RBI/DPSS/2026-27/396',
  },
  {
    ...law('purgeOnWithdrawal', { rule: 19, confidence: 'medium', sources: [nishithDesai] }),
    unit: 'flag',
    value: true,
  },
];

/** Recurring payments in India: the framework of 21 April 2026 and the circulars that it consolidates (rules 1–21). */
export const emandateLaw: readonly Policy[] = [...ceilings, ...authentication, ...notices, ...mandates];
