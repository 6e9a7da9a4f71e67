import type { SpendPlace } from '../../balances/ports/spend-ledger.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { Program } from '../../tenants/ports/program-directory.ts';
import type { AuthorizationRequest } from '../domain/network-message.ts';

/** What a tenant's own decision came to; `silent_…` is its default, since it did not answer in time. */
export type TenantWord = 'approve' | 'decline' | 'silent_approve' | 'silent_decline';

/** What a tenant is asked, and where. */
export interface TenantQuestion {
  readonly webhook: NonNullable<Program['decisionWebhook']>;
  readonly request: AuthorizationRequest;
  readonly place: SpendPlace;
  readonly authorizationId: string;
  /** Milliseconds that are left for the answer; may be none. */
  readonly withinMs: number;
}

/** The tenant that wants to decide itself, asked while the card network waits. */
export interface TenantDecision {
  /**
   * Asks the tenant, signed, for at most 1.5 s and no longer than `withinMs`. Never throws: silence, an error and an
   * answer that is not understood are the tenant's default.
   */
  ask(context: OperationContext, question: TenantQuestion): Promise<TenantWord>;
}
