import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { SpendCard } from '../domain/spend-card.ts';

/** A placed card's other status, channels or rules. */
export type SpendCardChange = Pick<SpendCard, 'cardId'> &
  Partial<Pick<SpendCard, 'status' | 'lock' | 'channels' | 'rules'>>;

/** A card at its beginning, and what changes of the cards whose place it takes at once. */
export interface PlacedCard extends Omit<SpendCard, 'channels'> {
  readonly instead?: readonly SpendCardChange[] | undefined;
}

/**
 * Cards on their balance, where authorizations are decided. Whoever changes a card changes it here in the same
 * transaction, so that no authorization is decided by what was before. All cards of a balance that change together
 * change in one write.
 */
export interface SpendCards {
  /**
   * Hangs a new card on its balance, for life (AN-38), with the channels that it has at issue (rule 88). Refused with invalid_state unless the balance is active.
   */
  place(tenant: TenantContext, balanceId: string, card: PlacedCard): WriteIntent;
  /**
   * Changes placed cards; refused with concurrent_change when one is not there. The lock goes with the status: a change
   * of status without one takes it away.
   */
  change(tenant: TenantContext, balanceId: string, ...changes: readonly SpendCardChange[]): WriteIntent;
}
