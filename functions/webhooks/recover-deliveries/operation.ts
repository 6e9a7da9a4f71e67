import type { Temporal } from 'temporal-polyfill';
import { idFloor } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { fromTimestamp, realNow, toTimestamp } from '../../kernel/time/clock.ts';
import { scheduleTimer } from '../../kernel/timers/timer-intents.ts';
import { refuseDisabled, refuseField } from '../domain/endpoint-errors.ts';
import { endpointNamed } from '../endpoint-rules.ts';
import type { EndpointDirectory } from '../ports/endpoint-store.ts';
import { recoveryTimer } from '../recovery-timer.ts';
import type { recoverDeliveries as declaration } from './declaration.ts';

interface Dependencies {
  readonly endpoints: EndpointDirectory;
  readonly unitOfWork: UnitOfWork;
}

const mostHours = 30 * 24;

const refuseInstant = (since: Temporal.Instant, now: Temporal.Instant): void => {
  if (since.epochMilliseconds > now.epochMilliseconds) refuseField('since', 'must not lie ahead');
  if (since.add({ hours: mostHours }).epochMilliseconds < now.epochMilliseconds) {
    refuseField('since', 'may lie back 30 days at most');
  }
};

/**
 * Begins the recovery of an endpoint.
 *
 * In: an instant of the tenant's business time, at most 30 days back. Out: accepted; the work is done page by page.
 * 1. The endpoint must not be disabled: enable it first.
 * 2. Commit the key and a timer that is due now. It begins behind the ids that were made before `since`; a sandbox
 *    tenant's clock only ever ran ahead less than now, so nothing is left out, and events know when they were made.
 */
export const recoverDeliveries =
  ({ endpoints, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant, clock } = context;
    const since = fromTimestamp(body.since);
    refuseInstant(since, clock.now());
    const endpoint = await endpointNamed(endpoints, tenant, params.endpointId);
    refuseDisabled(endpoint);
    const now = realNow(clock);
    const { endpointId } = endpoint;
    const progress = {
      endpointId,
      since: toTimestamp(since),
      after: idFloor('evt', since.subtract({ seconds: clock.offsetSeconds ?? 0 })),
      until: idFloor('evt', now),
    };
    const writes = [scheduleTimer(context, recoveryTimer(progress, now))];
    return unitOfWork.commit(context, { writes, records: [] }, { endpointId, since: progress.since });
  };
