import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { EventFinder } from '../ports/event-log.ts';
import type { getEvent as declaration } from './declaration.ts';

interface Dependencies {
  readonly events: EventFinder;
}

/**
 * Reads one event.
 *
 * In: its id. Out: the event as it was published; another tenant's is not found.
 */
export const getEvent =
  ({ events }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const event = await events.find(context.tenant, params.eventId);
    if (event === undefined) throw new NotFound('event_not_found');
    return event;
  };
