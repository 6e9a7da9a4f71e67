import { emandateRow as row, inPaise } from './emandate-row.ts';
import type { Policy, PolicySource } from './policy.ts';

const cardFaq: PolicySource = {
  title: 'Razorpay, FAQ on recurring card payments',
  url: 'https://raw.githubusercontent.com/razorpay/markdown-docs/master/payments/recurring-payments/cards/faqs.md',
};

const rupay = (name: string, rule: number) =>
  row({
    rule,
    key: `provider.razorpay.rupay.${name}`,
    scope: { provider: 'razorpay', method: 'card', network: 'rupay' },
    confidence: 'medium',
    sources: [cardFaq],
  });

/** The RuPay network, as the provider tells of it (rules 42, 43); it binds the issuer of a card, too. */
export const rupayRules: readonly Policy[] = [
  { ...rupay('noticeLapseDays', 42), unit: 'days', value: 3 },
  { ...rupay('maxMinor', 43), ...inPaise, value: 15_000_00n },
];
