import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { EventAccess } from '../ports/event-access.ts';
import type { EventFinder } from '../ports/event-log.ts';
import type { getEvent as declaration } from './declaration.ts';

interface Dependencies {
  readonly events: EventFinder;
  readonly access: EventAccess;
}

/**
 * Reads one event.
 *
 * In: its id. Out: the event as it was published; another tenant's is not found, and an event of a single
 * transaction is refused where the tenant sees aggregated data only (rule 105).
 */
export const getEvent =
  ({ events, access }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const event = await events.find(context.tenant, params.eventId);
    if (event === undefined) throw new NotFound('event_not_found');
    await access.require(context.tenant, event);
    return event;
  };
