import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { listEvents as declaration } from './declaration.ts';

interface Dependencies {
  readonly events: EventLog;
}

/**
 * Lists events.
 *
 * In: a type or a noun, a known event, a page. Out: the tenant's events as they were published; newest first, or with
 * `after` oldest first behind that event. With a type a page may be short and still have a next one.
 */
export const listEvents =
  ({ events }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, query }) => {
    const { data, nextCursor } = await events.list(context.tenant, query);
    return { data: [...data], nextCursor };
  };
