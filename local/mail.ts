import type { MailMessage, MailSender } from '../functions/kernel/platform/platform.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import { toTimestamp } from '../functions/kernel/time/clock.ts';
import { boundedFile } from './bounded-file.ts';

export interface LocalMail extends MailSender {
  /** The newest mails, at most 1,000. */
  sent(): readonly MailMessage[];
}

const kept = 1_000;

/** Mail that goes nowhere: it is kept in memory and, when a path is given, in a bounded file, a JSON line each. */
export const localMail = (clock: Clock, path?: string): LocalMail => {
  const sent: MailMessage[] = [];
  const file = path === undefined ? undefined : boundedFile(path);
  return {
    send: async (mail) => {
      sent.push(mail);
      if (sent.length > kept) sent.shift();
      await file?.append(`${JSON.stringify({ at: toTimestamp(clock.now()), ...mail })}\n`);
    },
    sent: () => sent,
  };
};
