/** What a payer has to be told when a mandate is registered, in one version of its words. */
interface Disclosure {
  readonly version: string;
  readonly text: string;
}

/**
 * The text on changing and withdrawing that the payer is shown at registration (regulation.md 1.2). The mandate keeps its
 * version: other words get another one.
 */
export const disclosure: Disclosure = {
  version: 'mandate-disclosure-2026-04-21',
  text: [
    'You may change or withdraw this mandate online at any time; either is confirmed by your bank or UPI app.',
    'You are told of every debit at least 24 hours before it is made, by SMS or e-mail as you choose, and may skip it.',
    'You are told after every debit, and how to complain about it. There is no charge for any of this.',
  ].join(' '),
};
