import { randomUUID } from 'node:crypto';
import type { SmsMessage, SmsSender } from '../functions/kernel/platform/platform.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import { toTimestamp } from '../functions/kernel/time/clock.ts';
import { boundedFile } from './bounded-file.ts';
import type { PlayReceipt } from './delivery-receipts.ts';

export interface LocalSms extends SmsSender {
  /** The newest messages, at most 1,000. */
  sent(): readonly SmsMessage[];
}

interface SmsOptions {
  readonly path?: string | undefined;
  /** Nobody hears what became of a message when absent. */
  readonly receipts?: PlayReceipt | undefined;
}

const kept = 1_000;

/**
 * Text messages that go nowhere: they are kept in memory and, when a path is given, in a bounded file, a JSON line
 * each.
 */
export const localSms = (clock: Clock, { path, receipts }: SmsOptions = {}): LocalSms => {
  const sent: SmsMessage[] = [];
  const file = path === undefined ? undefined : boundedFile(path);
  return {
    send: async (message) => {
      const messageId = randomUUID();
      sent.push(message);
      if (sent.length > kept) sent.shift();
      await file?.append(`${JSON.stringify({ at: toTimestamp(clock.now()), ...message })}\n`);
      await receipts?.({ carrier: 'sms', messageId });
      return { messageId };
    },
    sent: () => sent,
  };
};
