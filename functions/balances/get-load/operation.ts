import type { EventFinder } from '../../events/ports/event-log.ts';
import { NotFound } from '../../kernel/errors/domain-error.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { loadOf } from '../movement-answers.ts';
import type { getLoad as declaration } from './declaration.ts';

interface Dependencies {
  readonly events: EventFinder;
}

/**
 * Shows a load (M-18): its journal entry, which bears the same id but for the prefix. The log follows within moments.
 */
export const getLoad =
  ({ events }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const entry = await events.find(context.tenant, withPrefix(params.loadId, 'evt'));
    const load = loadOf(entry?.data);
    if (load === undefined) throw new NotFound('load_not_found');
    return load;
  };
