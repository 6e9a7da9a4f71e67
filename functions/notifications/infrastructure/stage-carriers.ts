import { MessageRefused } from '../../kernel/platform/message-refused.ts';
import type { MailSender, SentMessage, Settings, SmsSender } from '../../kernel/platform/platform.ts';
import type { Carriers, Letter } from '../ports/carriers.ts';

interface Senders {
  readonly sms: SmsSender;
  readonly mail: MailSender;
  readonly settings: Settings;
}

/**
 * The stage's carriers. Customers of a sandbox tenant are made up, their numbers may be somebody's: unless the stage's
 * setting `SANDBOX_MESSAGES` is `send`, where nothing leaves the machine, their messages stay here.
 */
export const stageCarriers = ({ sms, mail, settings }: Senders): Carriers => {
  const send = ({ channel, template, wording, contact }: Letter): Promise<SentMessage> =>
    channel === 'sms'
      ? sms.send({ to: contact.phone, text: wording.text, template })
      : mail.send({ to: [contact.email], ...wording, tracked: true });
  return {
    hand: async (tenant, letter) => {
      if (tenant.sandbox && settings['SANDBOX_MESSAGES'] !== 'send') return { kind: 'kept' };
      try {
        return { kind: 'sent', messageId: (await send(letter)).messageId };
      } catch (error) {
        if (error instanceof MessageRefused) return { kind: 'refused', refusal: error.refusal };
        throw error;
      }
    },
  };
};
