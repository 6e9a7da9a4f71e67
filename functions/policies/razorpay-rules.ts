import { emandateRow as row, inPaise } from './emandate-row.ts';
import type { Policy, PolicySource } from './policy.ts';

const docs = 'https://raw.githubusercontent.com/razorpay/markdown-docs/master';
const upiDebits: PolicySource = {
  title: 'Razorpay, subsequent UPI payments',
  url: 'https://razorpay.com/docs/api/payments/recurring-payments/upi/create-subsequent-payments/',
};
const cardDebits: PolicySource = {
  title: 'Razorpay, subsequent card payments',
  url: `${docs}/api/payments/recurring-payments/cards/create-subsequent-payments.md`,
};
const cardFaq: PolicySource = {
  title: 'Razorpay, FAQ on recurring card payments',
  url: `${docs}/payments/recurring-payments/cards/faqs.md`,
};
const orders: PolicySource = { title: 'Razorpay, creating an order', url: `${docs}/api/orders/create.md` };
const errorIndex: PolicySource = {
  title: 'Razorpay, error index',
  url: 'https://razorpay.com/docs/payments/payment-gateway/s2s-integration/test-s2s/error-index',
};
const retries: PolicySource = {
  title: 'Razorpay, retries and idempotency',
  url: 'https://razorpay.com/docs/payments/payment-gateway/s2s-integration/test-s2s/best-practices/retries-and-idempotency.md',
};
const idempotentRefunds: PolicySource = {
  title: 'Razorpay, idempotent refunds',
  url: `${docs}/api/refunds/normal-refunds-idempotent.md`,
};
const webhooks: PolicySource = {
  title: 'Razorpay, webhooks of recurring payments',
  url: `${docs}/api/payments/recurring-payments/webhooks.md`,
};
const registration: PolicySource = {
  title: 'Razorpay, UPI authorisation transaction',
  url: `${docs}/api/payments/recurring-payments/upi/create-authorization-transaction.md`,
};
const cardRegistration: PolicySource = {
  title: 'Razorpay, recurring payments on cards',
  url: `${docs}/payments/recurring-payments/cards/faqs.md`,
};
const refundEntity: PolicySource = { title: 'Razorpay, refund entity', url: `${docs}/api/refunds/entity.md` };
const reservePay: PolicySource = {
  title: 'Razorpay, Reserve Pay',
  url: `${docs}/payments/payment-gateway/s2s-integration/recurring-payments/upi-reserve-pay/integration-steps.md`,
};

type Rest = Omit<Parameters<typeof row>[0], 'key'>;
const of = (name: string, { scope, ...rest }: Rest) =>
  row({ ...rest, key: `provider.razorpay.${name}`, scope: { provider: 'razorpay', ...scope } });
const upi = (name: string, rest: Rest) => of(`upi.${name}`, { ...rest, scope: { method: 'upi', ...rest.scope } });
const card = (name: string, rest: Rest) => of(`card.${name}`, { ...rest, scope: { method: 'card', ...rest.scope } });

const debits: readonly Policy[] = [
  { ...upi('leadSeconds', { rule: 38, sources: [upiDebits] }), unit: 'seconds', value: 90_000 },
  { ...card('leadSeconds', { rule: 39, sources: [cardDebits] }), unit: 'seconds', value: 129_900 },
  {
    ...card('retrySpacingSeconds', { rule: 40, confidence: 'medium', sources: [cardFaq] }),
    unit: 'seconds',
    value: 129_600,
  },
  {
    ...card('afaLinkSeconds', { rule: 41, confidence: 'medium', sources: [cardFaq] }),
    unit: 'seconds',
    value: 259_200,
  },
];

const protocol: readonly Policy[] = [
  { ...of('receiptMaxLength', { rule: 44, sources: [orders] }), unit: 'count', value: 40 },
  {
    ...of('duplicateReceiptMatchers', { rule: 45, sources: [errorIndex] }),
    unit: 'names',
    value: ['order_receipt_not_unique', 'BAD_REQUEST_ERROR+input_validation_failed+receipt'],
  },
  { ...of('uniqueReceipt', { rule: 46, confidence: 'medium', sources: [retries] }), unit: 'flag', value: true },
  {
    ...of('refundIdempotency.header', { rule: 47, sources: [idempotentRefunds] }),
    unit: 'name',
    value: 'X-Refund-Idempotency',
  },
  { ...of('refundIdempotency.minLength', { rule: 47, sources: [idempotentRefunds] }), unit: 'count', value: 10 },
  { ...of('refundMaxAgeMonths', { rule: 56, sources: [refundEntity] }), unit: 'months', value: 6 },
  { ...of('webhook.signature.header', { rule: 48, sources: [webhooks] }), unit: 'name', value: 'X-Razorpay-Signature' },
  {
    ...of('webhook.signature.algorithm', { rule: 48, sources: [webhooks] }),
    unit: 'name',
    value: 'HMAC-SHA256 hex of the raw body',
  },
  { ...of('webhook.eventIdHeader', { rule: 49, sources: [webhooks] }), unit: 'name', value: 'x-razorpay-event-id' },
  { ...of('webhook.ackSeconds', { rule: 50, sources: [webhooks] }), unit: 'seconds', value: 5 },
  { ...of('webhook.retryHorizonSeconds', { rule: 51, sources: [webhooks] }), unit: 'seconds', value: 86_400 },
];

const mandates: readonly Policy[] = [
  { ...upi('maxMinor.default', { rule: 53, sources: [registration] }), ...inPaise, value: 99_999_00n },
  {
    ...upi('maxMinor.byMcc', {
      rule: 54,
      scope: { merchantCategoryCodes: ['6211', '6300', '7322', '6529', '5960'] },
      sources: [registration],
    }),
    ...inPaise,
    value: 2_00_000_00n,
  },
  { ...upi('tokenYears.default', { rule: 55, sources: [registration] }), unit: 'years', value: 10 },
  { ...upi('tokenYears.max', { rule: 55, sources: [registration] }), unit: 'years', value: 30 },
  {
    ...card('frequencies', { rule: 22, sources: [cardRegistration] }),
    unit: 'names',
    value: ['weekly', 'monthly', 'yearly', 'as_presented'],
  },
  {
    ...of('reservePay.maxMinor', { rule: 57, confidence: 'medium', scope: { method: 'upi' }, sources: [reservePay] }),
    ...inPaise,
    value: 10_000_00n,
  },
];

/** What the payment provider asks beyond law and network (rules 38–41, 44–51, 53–57). */
export const razorpayRules: readonly Policy[] = [...debits, ...protocol, ...mandates];
