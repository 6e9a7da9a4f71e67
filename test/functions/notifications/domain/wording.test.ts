import { describe, expect, it } from 'vitest';
import type { MessageFacts, MessageTemplate } from '../../../../functions/notifications/domain/message.ts';
import { messageChannels, messageTemplates, otherChannel } from '../../../../functions/notifications/domain/message.ts';
import { wordingOf } from '../../../../functions/notifications/domain/wording.ts';

const facts = {
  merchantName: 'Stream & Co',
  amount: { minor: 1_500_000n, currency: 'INR' },
  debitAt: '2026-11-23T04:30:00Z',
  reference: 'dbt_01kd0000000000000000000000abcde',
  reason: 'Premium plan',
} as const satisfies MessageFacts;
const sender = { merchantName: 'Company X', complaints: '1800-000-000' };
const say = (template: MessageTemplate, channel: 'sms' | 'email', changed: Partial<MessageFacts> = {}) =>
  wordingOf({ template, channel, facts: { ...facts, ...changed } }, sender);

/** The GSM 7-bit basic alphabet, as far as it is plain ASCII: anything else halves what a part may hold. */
const gsm = /^[A-Za-z0-9 @$_!"#%&'()*+,\-./:;<=>?\n]*$/u;

describe('what customers are told', () => {
  it.each(messageChannels)('rule 9 the notice before a debit says every mandatory field by %s', (channel) => {
    const { text } = say('pre_debit', channel);
    const mandatory = ['Stream & Co', 'INR 15,000.00', '23 Nov 2026, 10:00 IST', facts.reference, 'Premium plan'];
    for (const field of mandatory) expect(text).toContain(field);
    expect(text).toContain('Skip it or withdraw the mandate any time');
    expect(text).toContain('Complaints: 1800-000-000');
  });

  it.each(
    messageChannels.flatMap((channel) => [['post_debit', channel] as const, ['post_debit_failed', channel] as const]),
  )('rule 10 the notice %s says the same with the outcome, and how to complain, by %s', (template, channel) => {
    const { text } = say(template, channel);
    for (const field of ['Stream & Co', 'INR 15,000.00', '23 Nov 2026, 10:00 IST', facts.reference, 'Premium plan']) {
      expect(text).toContain(field);
    }
    expect(text).toContain(template === 'post_debit' ? 'debited INR' : 'could not debit INR');
    expect(text.includes('No money was taken.')).toBe(template === 'post_debit_failed');
    expect(text).toContain('Complaints: 1800-000-000');
  });

  it.each(messageTemplates)('%s names merchant, reference and where to complain in both channels', (template) => {
    for (const channel of messageChannels) {
      const { text, subject } = say(template, channel);
      for (const field of ['Stream & Co', facts.reference, '1800-000-000']) expect(text).toContain(field);
      expect(subject).toContain('Stream & Co');
    }
  });

  it.each(messageTemplates)('a text message %s is plain and fits into two parts at its longest', (template) => {
    const { text } = wordingOf(
      {
        template,
        channel: 'sms',
        facts: {
          ...facts,
          merchantName: 'M'.repeat(60),
          amount: { minor: 9_999_999_999n, currency: 'INR' },
          debitAt: '2026-09-30T18:29:00Z',
          reason: 'r'.repeat(200),
        },
      },
      { ...sender, complaints: 'c'.repeat(40) },
    );
    expect(text).toMatch(gsm);
    expect(text.length).toBeLessThanOrEqual(306);
    expect(text).toContain(`${'M'.repeat(29)}.`);
  });

  it('a mail says merchant and reason in full', () => {
    const reason = 'r'.repeat(200);
    expect(say('pre_debit', 'email', { merchantName: 'M'.repeat(60), reason }).text).toContain(`Reason:    ${reason}`);
  });

  it('the tenant is the merchant when the facts name none', () => {
    expect(say('mandate_ended', 'sms', { merchantName: undefined, reason: undefined }).text).toBe(
      `Your mandate for Company X has ended. Ref ${facts.reference}. It debits nothing any more. Complaints: 1800-000-000`,
    );
  });

  it('leaves out what the message has no fact of', () => {
    const { text } = say('authentication_required', 'email', { debitAt: undefined, reason: undefined });
    expect(text).not.toMatch(/Date:|Reason:|undefined/u);
    expect(text).toContain('asks you to approve INR 15,000.00.');
  });

  it.each([
    ['pre_debit', 'amount'],
    ['pre_debit', 'debitAt'],
    ['pre_debit', 'reason'],
    ['post_debit', 'amount'],
    ['post_debit', 'debitAt'],
    ['post_debit', 'reason'],
    ['post_debit_failed', 'amount'],
    ['mandate_registered', 'amount'],
    ['authentication_required', 'amount'],
  ] as const)('rule 9 no message %s goes out without its %s', (template, field) => {
    for (const channel of messageChannels) {
      expect(() => say(template, channel, { [field]: undefined })).toThrow(field);
    }
  });

  it('no message goes out without its reference, nor with an empty reason', () => {
    expect(() => say('mandate_ended', 'sms', { reference: '' })).toThrow('reference');
    expect(() => say('pre_debit', 'sms', { reason: '' })).toThrow('reason');
  });

  it('rule 11 the other channel of each is the one that the customer did not choose', () => {
    expect(messageChannels.map(otherChannel)).toEqual(['email', 'sms']);
  });
});
