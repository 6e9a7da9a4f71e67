import type { InboundQueue } from '../../functions/ingress/inbound-message.ts';
import { inboundMessage } from '../../functions/ingress/inbound-message.ts';
import { inboundItem } from '../../functions/ingress/infrastructure/inbound-items.ts';
import { decryptMessage } from '../../functions/kernel/crypto/jwe-decrypt.ts';
import type { Item } from '../../functions/kernel/persistence/table.ts';
import type { KeyRing, QueueSender } from '../../functions/kernel/platform/platform.ts';

/** Which events of the quarantine are meant; without `eventId` all. */
export interface ReplayOptions {
  readonly eventId?: string | undefined;
  /** Only lists. */
  readonly isDryRun: boolean;
}

interface Dependencies {
  /** Every item of the table, in any order. */
  readonly items: AsyncIterable<Item> | Iterable<Item>;
  readonly messageKeys: KeyRing;
  readonly queues: QueueSender;
  readonly print: (line: string) => void;
}

const isQuarantined = (item: Item): boolean => item['item'] === inboundItem.name && item['state'] === 'quarantined';

/** With the id that its provider gave it, and the queue of its worker. */
const quarantined = (item: Item) => {
  const { eventId, deliveredAs, source, ...kept } = inboundItem.decode(item);
  const queue: InboundQueue = source === 'razorpay' ? 'payment-events' : 'issuer-events';
  return { ...kept, eventId: deliveredAs ?? eventId, queue };
};

/**
 * Lists what lies in quarantine and sends it to the worker again, as bytes that came. Nothing is written: the worker
 * decides anew, and what it still cannot understand stays where it is. Sent twice, the second finds it applied.
 * Bodies are never printed.
 * @returns how many were sent, or would be
 * @throws Error when the asked event is not in quarantine, or its body cannot be opened
 */
export const replayQuarantined = async (deps: Dependencies, options: ReplayOptions): Promise<number> => {
  const { items, messageKeys, queues, print } = deps;
  const { eventId: wanted, isDryRun } = options;
  let count = 0;
  for await (const item of items) {
    if (!isQuarantined(item)) continue;
    const { eventId, queue, type, receivedAt, raw } = quarantined(item);
    if (wanted !== undefined && wanted !== eventId) continue;
    print(`${isDryRun ? 'in quarantine' : 'sent again'}: ${eventId}  ${type}  received ${receivedAt}`);
    count += 1;
    if (isDryRun) continue;
    const body = await decryptMessage(raw, messageKeys);
    await queues.send(inboundMessage({ eventId, raw: body, receivedAt, replay: true }, queue));
  }
  if (wanted !== undefined && count === 0) throw new Error(`No event ${wanted} lies in quarantine.`);
  print(`${String(count)} ${isDryRun ? 'in quarantine' : 'sent to their queues'}`);
  return count;
};
