import { moneyText } from '../../kernel/money/money-text.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import { indiaTimeText } from '../../kernel/time/india-time.ts';
import type { MessageChannel, MessageFacts, MessageTemplate } from './message.ts';
import { requireFacts } from './message.ts';

/** What a message says, as words. */
interface Words {
  readonly merchant: string;
  /** This and those below are empty when the message has no such fact. */
  readonly amount: string;
  readonly at: string;
  readonly reference: string;
  readonly reason: string;
  readonly complaints: string;
}

/** What goes out. Mail has a subject, a text message none. */
export interface Wording {
  readonly subject: string;
  readonly text: string;
}

/** Where customers complain, and who takes the money when the facts do not say. */
export interface Sender {
  readonly merchantName: string;
  /** A number, an address or a page. */
  readonly complaints: string;
}

/**
 * Longest name and reason in a text message: with all else at its longest it then still fits into two parts, and into
 * the variables that the register of Indian carriers allows.
 */
const longest = { merchant: 30, reason: 30 } as const;

const clip = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length - 1)}.`);

const exits = 'Skip it or withdraw the mandate any time in our app.';
const exit = 'Change or withdraw the mandate any time in our app.';

interface Text {
  readonly subject: (words: Words) => string;
  /** One sentence that says what, how much, when and why. */
  readonly what: (words: Words) => string;
  readonly then: string;
}

const when = (words: Words): string => (words.at === '' ? '' : ` on ${words.at}`);
const why = (words: Words): string => (words.reason === '' ? '' : ` for ${words.reason}`);

const texts: Readonly<Record<MessageTemplate, Text>> = {
  pre_debit: {
    subject: ({ merchant, amount }) => `${merchant} will debit ${amount}`,
    what: (words) => `${words.merchant} will debit ${words.amount}${when(words)}${why(words)}.`,
    then: exits,
  },
  post_debit: {
    subject: ({ merchant, amount }) => `${merchant} debited ${amount}`,
    what: (words) => `${words.merchant} debited ${words.amount}${when(words)}${why(words)}.`,
    then: exit,
  },
  post_debit_failed: {
    subject: ({ merchant, amount }) => `${merchant} could not debit ${amount}`,
    what: (words) =>
      `${words.merchant} could not debit ${words.amount}${when(words)}${why(words)}. No money was taken.`,
    then: exit,
  },
  mandate_registered: {
    subject: ({ merchant }) => `Your mandate for ${merchant} is registered`,
    what: (words) => `${words.merchant} may now debit up to ${words.amount} at a time${why(words)}.`,
    then: exit,
  },
  mandate_ended: {
    subject: ({ merchant }) => `Your mandate for ${merchant} has ended`,
    what: (words) => `Your mandate for ${words.merchant} has ended${words.reason === '' ? '' : `: ${words.reason}`}.`,
    then: 'It debits nothing any more.',
  },
  authentication_required: {
    subject: ({ merchant, amount }) => `${merchant} asks you to approve ${amount}`,
    what: (words) => `${words.merchant} asks you to approve ${words.amount}${when(words)}${why(words)}.`,
    then: 'Nothing is debited until you approve it in our app.',
  },
};

const smsText = ({ what, then }: Text, words: Words): string => {
  const short = {
    ...words,
    merchant: clip(words.merchant, longest.merchant),
    reason: clip(words.reason, longest.reason),
  };
  return `${what(short)} Ref ${words.reference}. ${then} Complaints: ${words.complaints}`;
};

const mailText = ({ what, then }: Text, words: Words): string =>
  [
    what(words),
    '',
    `Merchant:  ${words.merchant}`,
    ...(words.amount === '' ? [] : [`Amount:    ${words.amount}`]),
    ...(words.at === '' ? [] : [`Date:      ${words.at}`]),
    `Reference: ${words.reference}`,
    ...(words.reason === '' ? [] : [`Reason:    ${words.reason}`]),
    '',
    then,
    `Complaints: ${words.complaints}`,
    '',
  ].join('\n');

/**
 * The text of a message, with every field that rules 9 and 10 demand. Our own words are plain ASCII, so that a text
 * message is as long as it may be; a name in another script makes it longer, never wrong.
 * @throws RangeError for facts that lack what the template must say
 */
export const wordingOf = (
  message: { readonly template: MessageTemplate; readonly channel: MessageChannel; readonly facts: MessageFacts },
  sender: Sender,
): Wording => {
  const { template, channel, facts } = message;
  requireFacts(template, facts);
  const words: Words = {
    merchant: facts.merchantName ?? sender.merchantName,
    amount: facts.amount === undefined ? '' : moneyText(facts.amount),
    at: facts.debitAt === undefined ? '' : indiaTimeText(fromTimestamp(facts.debitAt)),
    reference: facts.reference,
    reason: facts.reason ?? '',
    complaints: sender.complaints,
  };
  const text = texts[template];
  return { subject: text.subject(words), text: channel === 'sms' ? smsText(text, words) : mailText(text, words) };
};
