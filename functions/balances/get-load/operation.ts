import type { EventFinder } from '../../events/ports/event-log.ts';
import { NotFound } from '../../kernel/errors/domain-error.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { loadOf, presentLoad } from '../movement-answers.ts';
import type { LoadStore } from '../ports/load-store.ts';
import type { getLoad as declaration } from './declaration.ts';

interface Dependencies {
  readonly loads: Pick<LoadStore, 'find'>;
  readonly events: EventFinder;
}

/**
 * Shows a load (M-18). One from a gateway or a bank account is kept as it stands; one out of the program's credit is its
 * journal entry, which bears the same id but for the prefix and is found within moments.
 */
export const getLoad =
  ({ loads, events }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context: { tenant }, params: { loadId } }) => {
    const kept = await loads.find(tenant, loadId);
    if (kept !== undefined) return presentLoad(kept);
    const entry = await events.find(tenant, withPrefix(loadId, 'evt'));
    const load = loadOf(entry?.data);
    if (load === undefined) throw new NotFound('load_not_found');
    return load;
  };
