import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { fingerprint } from '../../../kernel/crypto/canonical-json.ts';
import type { Table, TableWrite } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../../../kernel/time/clock.ts';
import type { ProgramClocks } from '../control/program-clock.ts';
import type { Delivery } from '../events/delivery.ts';
import type { Announcement } from '../events/outbox.ts';
import type { CallAnswer } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { putNew, putNext } from '../storage/commit.ts';
import { externalIdOf } from '../storage/program.ts';
import type { NetworkOrder } from './network-items.ts';
import { networkOrderItem, networkOrderKey } from './network-items.ts';

/** What came of an order: its answer, the state that goes with it, and the events that tell of it. */
export interface Outcome {
  readonly cardId: string;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly writes: readonly TableWrite[];
  readonly event?: Announcement;
}

/** Carries orders of testers out, each reference once. */
export interface Ordering {
  /**
   * @param work called with the order's message; it may be called again with the same one, and the last answer counts
   * @throws Refusal 409 `reference_reused` when the reference stands for another order
   */
  once(
    program: TenantContext,
    asked: { readonly reference: string } & Readonly<Record<string, unknown>>,
    work: (order: NetworkOrder) => Promise<Outcome>,
  ): Promise<CallAnswer>;
}

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly realTime: Clock;
  readonly clocks: ProgramClocks;
  readonly delivery: Delivery;
}

/** Nobody but the tester waits, so the webhook may be tried a little longer. */
const webhookTries = 3;
const maxTurns = 3;
const answerJson = z.record(z.string(), z.unknown());

export const ordering = ({ table, commit, realTime, clocks, delivery }: Dependencies): Ordering => {
  /** The message of a reference: named before anything is sent, so that a repeat bears the same name. */
  const begin = async (program: TenantContext, reference: string, asked: string): Promise<NetworkOrder> => {
    const key = networkOrderKey(program, reference);
    const known = await table.get(key);
    if (known !== undefined) return networkOrderItem.decode(known);
    const order: NetworkOrder = {
      asked,
      messageId: externalIdOf('nm', program, reference),
      transmittedAt: realTime.now(),
      occurredAt: (await clocks.of(program)).now(),
      status: 'open',
    };
    if ((await commit([putNew(networkOrderItem.encode(key, order))])) === 'committed') return order;
    const first = await table.get(key);
    if (first === undefined) throw new Error('an order that was there is gone');
    return networkOrderItem.decode(first);
  };

  const tell = async (program: TenantContext, cardId: string, event: Announcement): Promise<void> => {
    await delivery.sendOverdue(program, cardId, webhookTries);
    await delivery.sendDue(program, webhookTries);
    if (event.heldBackMs === 0) return;
    await sleep(event.heldBackMs);
    await delivery.sendNow(program, event.eventId, webhookTries);
  };

  return {
    once: async (program, { reference, ...order }, work) => {
      const asked = fingerprint(order);
      for (let turn = 1; turn <= maxTurns; turn += 1) {
        const begun = await begin(program, reference, asked);
        if (begun.asked !== asked) throw new Refusal(409, 'reference_reused');
        if (begun.answer !== undefined) return { status: 200, body: answerJson.parse(JSON.parse(begun.answer)) };
        const { cardId, answer, writes, event } = await work(begun);
        const answered: NetworkOrder = { ...begun, status: 'answered', answer: JSON.stringify(answer) };
        const next = putNext(networkOrderItem.encode(networkOrderKey(program, reference), answered), 'open');
        if ((await commit([next, ...writes, ...(event?.writes ?? [])])) === 'refused') continue;
        if (event !== undefined) await tell(program, cardId, event);
        return { status: 201, body: answer };
      }
      throw new Error('an order was overtaken again and again');
    },
  };
};
