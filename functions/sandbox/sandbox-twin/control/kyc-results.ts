import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { Delivery } from '../events/delivery.ts';
import type { Outbox } from '../events/outbox.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { caseItem, caseKey, outcomes, resultItem, resultKey } from '../kyc/case-items.ts';
import { findCase } from '../kyc/cases.ts';
import type { Commit } from '../storage/commit.ts';
import { putNew, putNext } from '../storage/commit.ts';
import type { ProgramClocks } from './program-clock.ts';

const ordered = z.strictObject({
  /** Names this order: the same again is the same result, not a second one. */
  reference: z.string().min(1).max(80),
  caseId: z.string().min(1).max(80),
  outcome: z.enum(outcomes),
});

/** Nobody but the tester waits for this call, so its webhook may be tried a little longer. */
const webhookTries = 3;

const openStatuses: readonly string[] = ['scheduled', 'resubmission_required'];

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly outbox: Outbox;
  readonly clocks: ProgramClocks;
  readonly delivery: Delivery;
}

/**
 * Ends a video call as the tester wants it; the platform hears of it by webhook, as from any vendor. A result that a
 * fault holds back is waited for here: nothing else may ever call the twin again, and the result would be lost.
 */
export const deliverKycResult =
  ({ table, commit, outbox, clocks, delivery }: Dependencies): Call =>
  async (program, body) => {
    const { reference, caseId, outcome } = readBody(ordered, body);
    const repeated = await table.get(resultKey(program, caseId, reference));
    if (repeated !== undefined) return { status: 200, body: { eventId: resultItem.decode(repeated).eventId } };
    const found = await findCase(table, program, caseId);
    if (found?.method !== 'video') throw new Refusal(404, 'case_unknown');
    const now = (await clocks.of(program)).now();
    const isOver = now.epochMilliseconds > found.expiresAt.epochMilliseconds;
    if (isOver || !openStatuses.includes(found.status)) throw new Refusal(409, 'case_closed');
    const event = await outbox.writes(program, {
      type: 'kyc.completed',
      reference: caseId,
      data: { outcome, ...(outcome === 'approved' ? { identityReference: found.identityReference } : {}) },
    });
    const committed = await commit([
      putNext(caseItem.encode(caseKey(program, caseId), { ...found, status: outcome }), found.status),
      putNew(resultItem.encode(resultKey(program, caseId, reference), { eventId: event.eventId })),
      ...event.writes,
    ]);
    if (committed === 'refused') throw new Refusal(409, 'case_closed');
    await delivery.sendDue(program, webhookTries);
    if (event.heldBackMs > 0) {
      await sleep(event.heldBackMs);
      await delivery.sendNow(program, event.eventId, webhookTries);
    }
    return { status: 201, body: { eventId: event.eventId } };
  };
