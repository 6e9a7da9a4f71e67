import { randomUUID } from 'node:crypto';
import type { MailMessage, MailSender } from '../functions/kernel/platform/platform.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import { toTimestamp } from '../functions/kernel/time/clock.ts';
import { boundedFile } from './bounded-file.ts';
import type { PlayReceipt } from './delivery-receipts.ts';

export interface LocalMail extends MailSender {
  /** The newest mails, at most 1,000. */
  sent(): readonly MailMessage[];
}

interface MailOptions {
  readonly path?: string | undefined;
  /** Nobody hears what became of a mail when absent. */
  readonly receipts?: PlayReceipt | undefined;
}

const kept = 1_000;

/** Mail that goes nowhere: it is kept in memory and, when a path is given, in a bounded file, a JSON line each. */
export const localMail = (clock: Clock, { path, receipts }: MailOptions = {}): LocalMail => {
  const sent: MailMessage[] = [];
  const file = path === undefined ? undefined : boundedFile(path);
  return {
    send: async (mail) => {
      const messageId = randomUUID();
      sent.push(mail);
      if (sent.length > kept) sent.shift();
      await file?.append(`${JSON.stringify({ at: toTimestamp(clock.now()), ...mail })}\n`);
      if (mail.tracked === true) await receipts?.({ carrier: 'email', messageId });
      return { messageId };
    },
    sent: () => sent,
  };
};
