import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { balanceNotEmpty } from '../domain/balance-errors.ts';
import type { CardsOfBalance } from '../ports/cards-of-balance.ts';
import type { StateChangeDependencies } from '../state-change.ts';
import { takeState } from '../state-change.ts';
import type { closeBalance as declaration } from './declaration.ts';

type Dependencies = StateChangeDependencies & { readonly cards: CardsOfBalance };

const ended = new Set(['closed', 'expired', 'failed']);

/**
 * Closes a balance for good (domain.md 2.3).
 *
 * In: why. Out: the balance, closed.
 * 1. It is at zero with nothing held, and its cards are closed first; what is open is named.
 * 2. Commit state, record `balance.closed` and key together, on the condition that it is still empty.
 */
export const closeBalance =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  ({ context, params: { balanceId }, body }) =>
    takeState(deps, context, {
      balanceId,
      state: 'closed',
      reason: body.reason,
      check: async ({ posted, held }) => {
        if (posted !== 0n || held !== 0n) throw balanceNotEmpty();
        const cards = await deps.cards.ofBalance(context.tenant, balanceId);
        const open = cards.filter(({ status }) => !ended.has(status)).map(({ cardId }) => cardId);
        if (open.length > 0) throw new InvalidState('The balance has cards that are not closed.', { open });
      },
    });
