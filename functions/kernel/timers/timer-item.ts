import { createHash } from 'node:crypto';
import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../persistence/item.ts';
import { tenantKey } from '../persistence/keys.ts';
import type { Key } from '../persistence/table.ts';
import type { TenantContext } from '../tenancy/tenant-context.ts';
import { toTimestamp } from '../time/clock.ts';
import type { TimerMessage } from './timer-message.ts';
import type { Temporal } from 'temporal-polyfill';

/**
 * An operation to run once at a business instant. Written in the unit of work that decides it; the stream relay turns
 * it into a queue message or a one-time schedule, and the dispatcher deletes it after the operation has run.
 */
export const timerItem = defineItem({
  name: 'timer',
  subdomain: 'kernel',
  summary: "An operation to run once when the tenant's business time reaches an instant.",
  keys: {
    pk: 'T#<tenantId>#TIMER#<operation>#<key>',
    sk: 'TIMER',
    gsi1pk: 'T#<tenantId>#TIMERS, or T#<tenantId>#TIMERS#REAL on real time',
    gsi1sk: '<dueAt>#<operation>#<key>',
  },
  schema: z.object({
    tenantId: z.string(),
    /** operationId of the timer operation. */
    operation: z.string(),
    /** Business key: one timer per operation and key. */
    key: z.string(),
    /** Business time: on a sandbox tenant's clock, unless `realTime`. */
    dueAt: instant,
    /** The tenant's clock does not rule it; advancing that clock neither fires nor moves it. */
    realTime: z.literal(true).optional(),
    /** Real time, epoch seconds: when the schedule has to fire unless the tenant's clock is advanced. */
    fireAtEpochSeconds: wholeNumber,
    /** JSON text for the operation: ids only, no personal data. */
    payload: z.string(),
  }),
});

export type Timer = z.output<typeof timerItem.schema>;

/** What the queue is told of a timer. */
export const timerMessageOf = (timer: Timer): TimerMessage => ({
  tenantId: timer.tenantId,
  operation: timer.operation,
  key: timer.key,
  dueAt: toTimestamp(timer.dueAt),
});

export const timerKey = (tenant: TenantContext, timer: { operation: string; key: string }): Key => ({
  pk: tenantKey(tenant, 'TIMER', timer.operation, timer.key),
  sk: 'TIMER',
});

/** Partition of index gsi1 that lists a tenant's timers on business time by `dueAt`. */
export const timersPartition = (tenant: TenantContext): string => tenantKey(tenant, 'TIMERS');

/** The same for timers on real time. */
export const realTimersPartition = (tenant: TenantContext): string => tenantKey(tenant, 'TIMERS', 'REAL');

/** Sorts a tenant's timers by when they are due; timers due before an instant sort before its timestamp. */
export const timerSortKey = (timer: { operation: string; key: string; dueAt: Temporal.Instant }): string =>
  [toTimestamp(timer.dueAt), timer.operation, timer.key].join('#');

/** The name of a timer's one-time schedule: the same for every instant, so that moving a timer replaces it. */
export const timerScheduleName = (timer: { tenantId: string; operation: string; key: string }): string =>
  createHash('sha256').update(`${timer.tenantId}\n${timer.operation}\n${timer.key}`).digest('hex');
