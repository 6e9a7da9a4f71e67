import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { TemporarilyUnavailable } from '../errors/domain-error.ts';
import type { Environment } from '../config/environment.ts';
import { answered, clientSettings, isNamed } from './aws-client.ts';
import type { MailSender } from './platform.ts';

const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' });

/** Mail through Amazon SES. */
export const sesMail = (client: SESv2Client, sender: string): MailSender => ({
  send: async ({ to, subject, text }) => {
    const command = new SendEmailCommand({
      FromEmailAddress: sender,
      Destination: { ToAddresses: [...to] },
      Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text) } } },
    });
    try {
      await answered(client.send(command));
    } catch (error) {
      // Somebody has to let the account send again; until then the mail waits and is not lost.
      if (isNamed(error, 'SendingPausedException', 'AccountSuspendedException')) throw new TemporarilyUnavailable();
      throw error;
    }
  },
});

export const awsMail = (environment: Environment): MailSender =>
  sesMail(new SESv2Client(clientSettings({ attempts: 3, requestTimeoutMs: 5000 })), environment.mailSender);
