import type { Temporal } from 'temporal-polyfill';
import type { EventIntake } from '../ingress/ports/event-intake.ts';
import type { IssuerEventLog } from '../ingress/ports/issuer-event-log.ts';
import { TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { Log } from '../kernel/observability/log.ts';
import { errorFields } from '../kernel/observability/log.ts';
import type { Meter } from '../kernel/observability/meter.ts';
import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../kernel/time/clock.ts';
import type { TenantRoll } from '../timers/ports/tenant-roll.ts';

export interface RecoveryDependencies {
  readonly tenants: TenantRoll;
  /** One per provider. */
  readonly logs: readonly IssuerEventLog[];
  readonly intake: EventIntake;
  readonly meter: Meter;
  readonly log: Log;
  /** Real time: providers record in it. */
  readonly clock: Clock;
}

/** The webhook of a younger event is likely on its way, or its message in the queue. */
const graceSeconds = 120;
const mostPages = 1_000;

interface Span {
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
}

type Source = Pick<RecoveryDependencies, 'intake' | 'log'> & { readonly events: IssuerEventLog };

const recoverFrom = async ({ events, intake, log }: Source, tenant: TenantContext, span: Span): Promise<number> => {
  let recovered = 0;
  let page: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const listed = await events.list(tenant, span.since, page);
    for (const event of listed.events) {
      if (event.recordedAt.epochMilliseconds > span.until.epochMilliseconds) continue;
      const taken = await intake.take(tenant, event);
      if (taken === 'queued') recovered += 1;
      if (taken === 'foreign') log.error('issuer_event_foreign', { tenantId: tenant.tenantId });
    }
    page = listed.next;
    if (page === undefined) return recovered;
  }
  throw new Error(`the event log of ${tenant.tenantId} does not end`);
};

/**
 * Finds what webhooks did not bring (M-27): every provider's log of every tenant, compared with what was settled.
 *
 * One log that does not answer keeps no other from being read; the run then fails at its end, and the next one looks
 * at the same hours again. Counts what it queued, since a healthy platform has none.
 * @param windowHours how far back it looks
 */
export const eventRecovery = (deps: RecoveryDependencies, windowHours: number) => async (): Promise<void> => {
  const { tenants, logs, intake, meter, log, clock } = deps;
  const now = clock.now();
  const span = { since: now.subtract({ hours: windowHours }), until: now.subtract({ seconds: graceSeconds }) };
  let failures = 0;
  await tenants.each(async (tenant) => {
    for (const events of logs) {
      try {
        const recovered = await recoverFrom({ events, intake, log }, tenant, span);
        if (recovered > 0) meter.count('event_recovered', recovered);
      } catch (error) {
        failures += 1;
        log.warn('issuer_poll_failed', { tenantId: tenant.tenantId, ...errorFields(error) });
      }
    }
  });
  if (failures > 0) throw new TemporarilyUnavailable('Not every event log could be read.');
};
