import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { TemporarilyUnavailable } from '../errors/domain-error.ts';
import type { Environment } from '../config/environment.ts';
import { answered, clientSettings, isNamed } from './aws-client.ts';
import { MessageRefused } from './message-refused.ts';
import type { MailSender } from './platform.ts';

const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' });

export interface MailIdentity {
  readonly sender: string;
  /** Configuration set through which SES tells what became of a mail; none where nothing listens. */
  readonly receipts?: string | undefined;
}

/** Mail through Amazon SES. */
export const sesMail = (client: SESv2Client, { sender, receipts }: MailIdentity): MailSender => ({
  send: async ({ to, subject, text, tracked }) => {
    const command = new SendEmailCommand({
      FromEmailAddress: sender,
      ...(tracked === true && receipts !== undefined ? { ConfigurationSetName: receipts } : {}),
      Destination: { ToAddresses: [...to] },
      Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text) } } },
    });
    try {
      const { MessageId: messageId } = await answered(client.send(command));
      if (messageId === undefined) throw new Error('SES took a mail and gave it no name');
      return { messageId };
    } catch (error) {
      // Somebody has to let the account send again; until then the mail waits and is not lost.
      if (isNamed(error, 'SendingPausedException', 'AccountSuspendedException')) throw new TemporarilyUnavailable();
      if (isNamed(error, 'MessageRejected')) throw new MessageRefused('rejected', { cause: error });
      throw error;
    }
  },
});

export const awsMail = (environment: Environment): MailSender =>
  sesMail(new SESv2Client(clientSettings({ attempts: 3, requestTimeoutMs: 5000 })), {
    sender: environment.mailSender,
    receipts: environment.mailReceipts,
  });
