import type { Money } from '../../kernel/money/money.ts';

export const messageChannels = ['sms', 'email'] as const;
export type MessageChannel = (typeof messageChannels)[number];

/** What a customer can be told; each has a text per channel with every field that the rules demand. */
export const messageTemplates = [
  /** Rule 9: merchant, amount, date, reference, reason; how to skip, to withdraw, to complain. */
  'pre_debit',
  /** Rule 10: the same with the outcome, and how to complain. */
  'post_debit',
  'post_debit_failed',
  'mandate_registered',
  'mandate_ended',
  'authentication_required',
] as const;
export type MessageTemplate = (typeof messageTemplates)[number];

/** Facts of the text: what is known of the customer is read when it is sent, and never kept here. */
export interface MessageFacts {
  readonly merchantName: string;
  readonly amount?: Money | undefined;
  /** RFC 3339; the text shows it in India's time. */
  readonly debitAt?: string | undefined;
  /** Our mandate or debit id. */
  readonly reference: string;
  readonly reason?: string | undefined;
}
