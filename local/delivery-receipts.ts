import type { QueueSender } from '../functions/kernel/platform/platform.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import { toTimestamp } from '../functions/kernel/time/clock.ts';

/** Says of a message that it was delivered. */
export type PlayReceipt = (message: { readonly carrier: 'sms' | 'email'; readonly messageId: string }) => Promise<void>;

/** What the rules on AWS's own bus make of the carriers' events of a delivery. */
const delivered = { sms: 'TEXT_DELIVERED', email: 'Email Delivered' } as const;

/** The carriers' part: every message is delivered a second after it was taken. */
export const deliveryReceipts =
  ({ queues, clock }: { readonly queues: QueueSender; readonly clock: Clock }): PlayReceipt =>
  ({ carrier, messageId }) =>
    queues.send({
      queue: 'delivery-receipts',
      delaySeconds: 1,
      body: JSON.stringify({ carrier, messageId, event: delivered[carrier], at: toTimestamp(clock.now()) }),
    });
