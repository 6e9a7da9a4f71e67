import type { BalanceDirectory } from '../../balances/ports/balance-directory.ts';
import type { SpendCards } from '../../balances/ports/spend-cards.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { presentControls, readControls } from '../controls-schemas.ts';
import { balanceNotFound, cardNotFound } from '../domain/card-errors.ts';
import { controlsChanged } from '../domain/controls-events.ts';
import { openChannels, requireCurrency, rulesOf } from '../domain/controls.ts';
import type { ControlsChange } from '../domain/controls-change.ts';
import { setControls as decide } from '../domain/controls-change.ts';
import type { CardStore } from '../ports/card-store.ts';
import type { setControls as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: CardStore;
  readonly balances: Pick<BalanceDirectory, 'find'>;
  readonly spending: Pick<SpendCards, 'change'>;
  readonly unitOfWork: UnitOfWork;
}

/** The part of a change that authorizations are decided by, where they are decided. */
const onBalance = (
  spending: Dependencies['spending'],
  tenant: TenantContext,
  { card, controls, changed }: ControlsChange,
): WriteIntent => {
  return spending.change(tenant, card.balanceId, {
    cardId: card.cardId,
    ...(changed.channels ? { channels: openChannels(controls) } : {}),
    ...(changed.rules ? { rules: rulesOf(controls) } : {}),
  });
};

/**
 * Replaces a card's controls (M-09, rules 88 to 90).
 *
 * In: channels, limits and merchant categories, all of them. Out: the controls as they are now.
 * 1. Limits must be in the currency of the card's balance, and the card must not be closed.
 * 2. Commit the card, its place on the balance, record `card.controls_changed` and key together: no authorization is
 *    decided by the controls before once this is answered. The same controls again write no record.
 */
export const setControls =
  ({ cards, balances, spending, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant } = context;
    const before = await cards.find(tenant, params.cardId);
    if (before === undefined || !isVisible(context, before)) throw cardNotFound();
    const change = decide(before, readControls(body));
    if (change.controls.limits.length > 0) {
      const balance = await balances.find(tenant, before.balanceId);
      if (balance === undefined) throw balanceNotFound();
      requireCurrency(change.controls, balance.currency);
    }
    const work =
      change.card === before
        ? { writes: [], records: [] }
        : {
            writes: [cards.replace(tenant, change.card), onBalance(spending, tenant, change)],
            records: [controlsChanged(cards.partition(tenant, before.cardId), before, change.card)],
          };
    return unitOfWork.commit(context, work, presentControls(change.controls));
  };
