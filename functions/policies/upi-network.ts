import { emandateRow as row } from './emandate-row.ts';
import type { Policy, PolicySource } from './policy.ts';

const juspayMandates: PolicySource = {
  title: 'Juspay, mandate creation',
  url: 'https://juspay.io/in/docs/upi-tpap-sdk/ios/headless-process-payloads/p2m-mandate-creation',
};
const juspayRules: PolicySource = {
  title: 'Juspay, rules of a mandate',
  url: 'https://juspay.io/in/docs/upi-tpap-sdk/ios/headless-process-payloads/p2p-create-mandate',
};
const juspayNotice: PolicySource = {
  title: 'Juspay, mandate notification',
  url: 'https://juspay.io/in/docs/upi-merchant-stack/docs/mandates/mandate-notification',
};
const juspayExecution: PolicySource = {
  title: 'Juspay, mandate execution',
  url: 'https://juspay.io/upi-merchant-stack/docs/mandates/mandate-execution',
};
const razorpayRegistration: PolicySource = {
  title: 'Razorpay, UPI authorisation transaction',
  url: 'https://raw.githubusercontent.com/razorpay/markdown-docs/master/api/payments/recurring-payments/upi/create-authorization-transaction.md',
};
const razorpayDebits: PolicySource = {
  title: 'Razorpay, subsequent UPI payments',
  url: 'https://razorpay.com/docs/payments/payment-gateway/s2s-integration/recurring-payments/upi-intent/execute-subsequent-payments/',
};
const adyenMandate: PolicySource = {
  title: 'Adyen, schema of a mandate',
  url: 'https://raw.githubusercontent.com/api-evangelist/adyen/refs/heads/main/json-schema/adyen-mandate-schema.json',
};
const cashfreeOverview: PolicySource = {
  title: 'Cashfree, controlled subscription payments',
  url: 'https://www.cashfree.com/docs/api-reference/payments/latest/subscription/payment/controlled/overview',
};
const cashfreeCharge: PolicySource = {
  title: 'Cashfree, charging a subscription',
  url: 'https://www.cashfree.com/docs/payments/subscription/charge',
};
const financialExpress: PolicySource = {
  title: 'Financial Express on the circular of 1 August 2025',
  url: 'https://www.financialexpress.com/money/your-way-of-using-upi-will-change-from-august-1-restrictions-to-be-imposed-on-these-transactions-3858239',
};
const digit: PolicySource = {
  title: 'Digit on the circular of 1 August 2025',
  url: 'https://www.digit.in/news/general/upi-alert-npcis-new-rules-kick-in-from-august-1-heres-what-changes.html/amp',
};
const visionIas: PolicySource = {
  title: 'Vision IAS, which lets the evening peak begin at 17:30',
  url: 'https://visionias.in/current-affairs/upsc-daily-news-summary/article/2025-05-23/business-standard/economics-macroeconomics/npci-steps-up-upi-vigil-to-prevent-future-disruptions-in-core-network',
};
const setu: PolicySource = { title: 'Setu, pausing', url: 'https://docs.setu.co/payments/umap/mandates/generic/pause' };
const jmd: PolicySource = {
  title: 'JMD on mandates across apps',
  url: 'https://news.jmdinvest.com/new-upi-rule-users-will-soon-be-able-to-see-all-autopay-mandates-on-any-app',
};

const upi = (name: string, rest: Omit<Parameters<typeof row>[0], 'key'>) =>
  row({ ...rest, key: `network.upi.${name}`, scope: { method: 'upi', network: 'upi' } });

/** First day of the circular that moderates mandate executions. */
const executionCircular = '2025-08-01';

const terms: readonly Policy[] = [
  {
    ...upi('frequencies', { rule: 22, sources: [juspayMandates] }),
    unit: 'names',
    value: [
      ...['one_time', 'daily', 'weekly', 'fortnightly', 'monthly'],
      ...['bimonthly', 'quarterly', 'half_yearly', 'yearly', 'as_presented'],
    ],
  },
  { ...upi('amountRules', { rule: 23, sources: [juspayRules] }), unit: 'names', value: ['max', 'exact'] },
  {
    ...upi('recurrenceRules', { rule: 24, sources: [razorpayRegistration, adyenMandate] }),
    unit: 'names',
    value: ['on', 'before', 'after'],
  },
  { ...upi('recurringBlockFund', { rule: 25, sources: [juspayRules] }), unit: 'flag', value: false },
  { ...upi('recurringRevocable', { rule: 26, sources: [juspayRules] }), unit: 'flag', value: true },
  { ...upi('pauseActors', { rule: 34, sources: [setu] }), unit: 'names', value: ['PAYER'] },
  {
    ...upi('mandatePortable', { rule: 35, effectiveFrom: '2025-12-31', sources: [jmd] }),
    unit: 'flag',
    value: true,
  },
  {
    ...upi('collectRegistration', { rule: 36, effectiveFrom: '2026-02-28', sources: [razorpayRegistration] }),
    unit: 'flag',
    value: false,
  },
];

const debits: readonly Policy[] = [
  {
    ...upi('noticeWindowHours.least', { rule: 27, confidence: 'medium', sources: [juspayNotice] }),
    unit: 'hours',
    value: 24,
  },
  {
    ...upi('noticeWindowHours.most', { rule: 27, confidence: 'medium', sources: [juspayNotice] }),
    unit: 'hours',
    value: 48,
  },
  {
    ...upi('amountMustMatchNotice', { rule: 28, confidence: 'medium', sources: [cashfreeOverview] }),
    unit: 'flag',
    value: true,
  },
  {
    ...upi('maxAttempts', {
      rule: 29,
      effectiveFrom: executionCircular,
      sources: [financialExpress, cashfreeCharge],
    }),
    unit: 'count',
    value: 4,
  },
  {
    ...upi('peakWindows', {
      rule: 30,
      effectiveFrom: executionCircular,
      confidence: 'medium',
      sources: [digit, visionIas],
    }),
    unit: 'day_windows',
    value: [
      { from: '10:00', until: '13:00' },
      { from: '17:00', until: '21:30' },
    ],
  },
  {
    ...upi('retrySpacingSeconds', { rule: 31, confidence: 'low', sources: [cashfreeCharge] }),
    unit: 'seconds',
    value: 3600,
  },
  { ...upi('successPerCycle', { rule: 32, sources: [razorpayDebits] }), unit: 'count', value: 1 },
  { ...upi('lastDayGuardDays', { rule: 33, sources: [razorpayDebits] }), unit: 'days', value: 1 },
  {
    ...upi('dailyNoticeExempt', { rule: 37, confidence: 'low', sources: [juspayExecution] }),
    unit: 'flag',
    value: false,
  },
];

/** Rules of the UPI network for recurring payments (rules 22–37). */
export const upiNetwork: readonly Policy[] = [...terms, ...debits];
