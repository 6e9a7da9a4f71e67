import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { transactionNouns } from '../domain/transaction-events.ts';
import type { EventAccess } from '../ports/event-access.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { listEvents as declaration } from './declaration.ts';

interface Dependencies {
  readonly events: EventLog;
  readonly access: EventAccess;
}

/**
 * Lists events.
 *
 * In: a type or a noun, a known event, a page. Out: the tenant's events as they were published; newest first, or with
 * `after` oldest first behind that event. With a type a page may be short and still have a next one.
 * Events that the tenant may not see are left out (rule 105): a page that has some is read again without them, so that
 * all others cost what they did.
 */
export const listEvents =
  ({ events, access }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context: { tenant }, query }) => {
    const wanted = query.type === undefined ? [] : [{ type: query.type }];
    if ((await access.visible(tenant, wanted)).length < wanted.length) return { data: [], nextCursor: null };
    const page = await events.list(tenant, query);
    const visible = await access.visible(tenant, page.data);
    const isWhole = visible.length === page.data.length;
    const { data, nextCursor } = isWhole ? page : await events.list(tenant, { ...query, without: transactionNouns });
    return { data: [...data], nextCursor };
  };
