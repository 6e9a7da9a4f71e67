import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { Balance, NextState } from '../domain/balance.ts';
import { balanceNotEmpty } from '../domain/balance-errors.ts';
import type { CardsOfBalance } from '../ports/cards-of-balance.ts';
import type { StateChangeDependencies } from '../state-change.ts';
import { takeState } from '../state-change.ts';
import type { closeBalance as declaration } from './declaration.ts';

type Dependencies = StateChangeDependencies & { readonly cards: CardsOfBalance };

const ended = new Set(['closed', 'expired', 'failed']);

/** An empty one is closed; what another holds is to be withdrawn first, and nothing else goes on with it meanwhile. */
const nextOf = ({ state, posted, held }: Balance): NextState => {
  if (posted === 0n && held === 0n) return 'closed';
  if (state === 'closing') throw balanceNotEmpty();
  return 'closing';
};

/**
 * Closes a balance (domain.md 2.3): an empty one for good, any other begins to close.
 *
 * In: why. Out: the balance, closed or closing.
 * 1. Its cards are closed first; what is open is named.
 * 2. At zero with nothing held: commit state, record `balance.closed` and key together, on the condition that it is still
 *    empty.
 * 3. Otherwise it is `closing`: refunds still come in, what remains can be withdrawn, and closing it again then closes it.
 */
export const closeBalance =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  ({ context, params: { balanceId }, body }) =>
    takeState(deps, context, {
      balanceId,
      reason: body.reason,
      state: async (before) => {
        const cards = await deps.cards.ofBalance(context.tenant, balanceId);
        const open = cards.filter(({ status }) => !ended.has(status)).map(({ cardId }) => cardId);
        if (open.length > 0) throw new InvalidState('The balance has cards that are not closed.', { open });
        return nextOf(before);
      },
    });
