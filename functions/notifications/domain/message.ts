import type { Money } from '../../kernel/money/money.ts';

export const messageChannels = ['sms', 'email'] as const;
export type MessageChannel = (typeof messageChannels)[number];

/** The channel to try when the customer's own failed. */
export const otherChannel = (channel: MessageChannel): MessageChannel => (channel === 'sms' ? 'email' : 'sms');

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
  /** Who takes the money; the tenant itself when absent. */
  readonly merchantName?: string | undefined;
  readonly amount?: Money | undefined;
  /** RFC 3339; the text shows it in India's time. */
  readonly debitAt?: string | undefined;
  /** Our mandate or debit id. */
  readonly reference: string;
  readonly reason?: string | undefined;
}

/** Facts without which a template would not say what the rules demand; every one also names merchant and reference. */
const mandatory: Readonly<Record<MessageTemplate, readonly ('amount' | 'debitAt' | 'reason')[]>> = {
  pre_debit: ['amount', 'debitAt', 'reason'],
  post_debit: ['amount', 'debitAt', 'reason'],
  post_debit_failed: ['amount', 'debitAt', 'reason'],
  mandate_registered: ['amount'],
  mandate_ended: [],
  authentication_required: ['amount'],
};

/**
 * Refuses a message that would lack what it must say.
 * @throws RangeError that names what is missing: a defect of whoever ordered it
 */
export const requireFacts = (template: MessageTemplate, facts: MessageFacts): void => {
  const missing = mandatory[template].filter((name) => facts[name] === undefined || facts[name] === '');
  if (facts.reference === '') throw new RangeError(`a ${template} message must say its reference`);
  if (missing.length > 0) throw new RangeError(`a ${template} message must say ${missing.join(', ')}`);
};
