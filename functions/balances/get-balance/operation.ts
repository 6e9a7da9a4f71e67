import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import { presentWithCards } from '../answers.ts';
import { balanceNotFound } from '../domain/balance-errors.ts';
import type { BalanceStore } from '../ports/balance-store.ts';
import type { CardsOfBalance } from '../ports/cards-of-balance.ts';
import type { getBalance as declaration } from './declaration.ts';

interface Dependencies {
  readonly balances: BalanceStore;
  readonly cards: CardsOfBalance;
}

/**
 * Shows a balance, read with strong consistency (M-07), and the cards that hang on it, masked (AN-39). A customer
 * sees the own ones alone.
 */
export const getBalance =
  ({ balances, cards }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { tenant } = context;
    const [balance, onBalance] = await Promise.all([
      balances.find(tenant, params.balanceId),
      cards.ofBalance(tenant, params.balanceId),
    ]);
    if (balance === undefined || !isVisible(context, balance)) throw balanceNotFound();
    return presentWithCards(balance, onBalance);
  };
