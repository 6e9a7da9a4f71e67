import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { SpendCard } from '../domain/spend-card.ts';

/**
 * Cards on their balance, where authorizations are decided. Whoever changes a card changes it here in the same
 * transaction, so that no authorization is decided by what was before.
 */
export interface SpendCards {
  /**
   * Hangs a new card on its balance, for life (AN-38), with the channels that it has at issue (rule 88). Refused with invalid_state unless the balance is active.
   */
  place(tenant: TenantContext, balanceId: string, card: Omit<SpendCard, 'channels' | 'rules'>): WriteIntent;
  /**
   * Changes a placed card's status, channels or rules; refused with concurrent_change when it is not there. The lock goes
   * with the status: a change of status without one takes it away.
   */
  change(
    tenant: TenantContext,
    balanceId: string,
    change: Pick<SpendCard, 'cardId'> & Partial<Pick<SpendCard, 'status' | 'lock' | 'channels' | 'rules'>>,
  ): WriteIntent;
}
