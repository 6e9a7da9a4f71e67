import type { OperationContext } from '../../kernel/operation/context.ts';
import type { AuthorizationRequest } from '../domain/network-message.ts';
import type { SpendPlace } from '../../balances/ports/spend-ledger.ts';

/** What a tenant's own decision came to; `silent_…` is its default, since it did not answer in time. */
export type TenantWord = 'approve' | 'decline' | 'silent_approve' | 'silent_decline';

/** The tenant that wants to decide itself, asked while the card network waits. */
export interface TenantDecision {
  /**
   * Asks the tenant, signed, for at most 1.5 s and no longer than `withinMs`. Never throws: silence, an error and an
   * answer that is not understood are the tenant's default.
   */
  ask(
    context: OperationContext,
    question: {
      readonly webhook: { readonly url: string; readonly default: 'approve' | 'decline' };
      readonly request: AuthorizationRequest;
      readonly place: SpendPlace;
      readonly authorizationId: string;
      readonly withinMs: number;
    },
  ): Promise<TenantWord>;
}
