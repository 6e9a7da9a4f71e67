import { setTimeout as sleep } from 'node:timers/promises';
import type { Table, TableWrite } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../../../kernel/time/clock.ts';
import type { Commit } from '../storage/commit.ts';
import type { PendingEvent } from './event-items.ts';
import { eventItem, eventKey, pendingItem, pendingKey } from './event-items.ts';
import type { SendWebhook, WebhookOutcome } from './webhook.ts';

const maxAttempts = 8;
const firstPauseMs = 1_000;
const eventsPerContact = 10;
const countLimit = 100;

/** Sends what the outbox holds; at least once, in order unless a fault holds an event back. */
export interface Delivery {
  /**
   * Sends the program's due events, the oldest first.
   * @param attempts tries of each event now; what fails waits 1 s and longer for a later contact, about 8 tries in all
   */
  sendDue(program: TenantContext, attempts: number): Promise<void>;
  /**
   * Sends the events about one thing that were tried before in vain, however long they would still pause: what follows
   * them would reach the platform first.
   */
  sendOverdue(program: TenantContext, reference: string, attempts: number): Promise<void>;
  /** Sends one event now, if it was not delivered yet, however long a fault would have held it back. */
  sendNow(program: TenantContext, eventId: string, attempts: number): Promise<void>;
  /** Events not delivered yet, at most 100. */
  pending(program: TenantContext): Promise<number>;
}

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly realTime: Clock;
  readonly send: SendWebhook;
  readonly retryDelayMs: number;
}

interface Tried {
  readonly outcome: WebhookOutcome;
  readonly attempts: number;
}

/** Keeps what came of an attempt. */
const settling =
  ({ commit, realTime }: Pick<Dependencies, 'commit' | 'realTime'>) =>
  async (program: TenantContext, pending: PendingEvent, tried: Tried): Promise<void> => {
    const over = tried.outcome !== 'again' || tried.attempts >= maxAttempts;
    const key = pendingKey(program, pending.eventId);
    const notBefore = realTime.now().add({ milliseconds: firstPauseMs * 2 ** tried.attempts });
    const item = pendingItem.encode(key, { ...pending, attempts: tried.attempts, notBefore });
    const stillPending = { text: 'attribute_exists(pk)' };
    const status = tried.outcome === 'delivered' ? 'delivered' : 'given_up';
    const writes: readonly TableWrite[] = over
      ? [
          { kind: 'delete', key, condition: stillPending },
          {
            kind: 'update',
            key: eventKey(program, pending.eventId),
            update: {
              text: 'SET #status = :status, #attempts = :attempts',
              names: { '#status': 'status', '#attempts': 'attempts' },
              values: { ':status': status, ':attempts': BigInt(tried.attempts) },
            },
          },
        ]
      : [{ kind: 'put', item, condition: stillPending }];
    // Refused: another contact settled it meanwhile, and its word stands.
    await commit(writes);
  };

export const delivery = ({ table, commit, realTime, send, retryDelayMs }: Dependencies): Delivery => {
  const settle = settling({ commit, realTime });

  const pendingOf = async (program: TenantContext, limit: number): Promise<PendingEvent[]> => {
    const page = await table.query({ pk: pendingKey(program, '').pk, limit, consistent: true });
    return page.items.map((item) => pendingItem.decode(item));
  };

  const deliver = async (program: TenantContext, pending: PendingEvent, triesNow: number): Promise<WebhookOutcome> => {
    const stored = await table.get(eventKey(program, pending.eventId));
    if (stored === undefined) throw new Error(`pending event ${pending.eventId} is not stored`);
    const event = eventItem.decode(stored);
    let tried: Tried = { outcome: 'again', attempts: pending.attempts };
    for (let turn = 1; turn <= triesNow && tried.outcome === 'again'; turn += 1) {
      if (turn > 1) await sleep(retryDelayMs * 2 ** (turn - 2));
      const outcomes: WebhookOutcome[] = [];
      for (let copy = 0; copy < pending.copies; copy += 1) outcomes.push(await send(event));
      tried = { outcome: outcomes[0] ?? 'again', attempts: tried.attempts + 1 };
    }
    await settle(program, pending, tried);
    return tried.outcome;
  };

  return {
    sendDue: async (program, attempts) => {
      const now = realTime.now().epochMilliseconds;
      const waiting = await pendingOf(program, eventsPerContact);
      for (const event of waiting.filter(({ notBefore }) => notBefore.epochMilliseconds <= now)) {
        // A receiver that does not answer one event would let the caller wait for each of the others too.
        if ((await deliver(program, event, attempts)) === 'again') return;
      }
    },
    sendOverdue: async (program, reference, attempts) => {
      const tried = (await pendingOf(program, countLimit)).filter((pending) => pending.attempts > 0);
      for (const pending of tried) {
        const stored = await table.get(eventKey(program, pending.eventId));
        if (stored?.['reference'] !== reference) continue;
        if ((await deliver(program, pending, attempts)) === 'again') return;
      }
    },
    sendNow: async (program, eventId, attempts) => {
      const item = await table.get(pendingKey(program, eventId));
      if (item !== undefined) await deliver(program, pendingItem.decode(item), attempts);
    },
    pending: async (program) => (await pendingOf(program, countLimit)).length,
  };
};
