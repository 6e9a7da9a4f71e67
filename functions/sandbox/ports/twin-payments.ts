import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { AfaOutcome, PaymentOutcome } from '../domain/payer-simulation.ts';

/** Names the order: the same again is the same one, not a second one. */
interface Order {
  readonly reference: string;
}

/** Payers and their banks at the twin's payment provider. All throw TemporarilyUnavailable. */
export interface TwinPayments {
  /** @returns `nothing_to_authenticate` when no order of the mandate waits for its payer */
  authenticatePayer(
    tenant: TenantContext,
    order: Order & { readonly mandateId: string; readonly outcome: AfaOutcome },
  ): Promise<'authenticated' | 'nothing_to_authenticate'>;
  /** Also of a notice that was not asked for yet. @returns `status_not_allowed` when the debit is paid already */
  tellNotice(
    tenant: TenantContext,
    order: Order & { readonly debitId: string; readonly delivered: boolean },
  ): Promise<'told' | 'status_not_allowed'>;
  /** Of the attempt whose outcome hangs, or else of the next one. */
  decideOutcome(
    tenant: TenantContext,
    order: Order & {
      readonly debitId: string;
      readonly outcome: PaymentOutcome;
      readonly reason?: string | undefined;
    },
  ): Promise<void>;
}
