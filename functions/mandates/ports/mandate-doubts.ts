import type { OperationContext } from '../../kernel/operation/context.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';

/** Offered by mandates to whoever learns that a mandate may not be what we believe. */
export interface MandateDoubts {
  /**
   * The write that has the mandate look at its token, as soon as the transaction it belongs to has committed: only what
   * the provider shows then changes the mandate (regulation.md 2.6). A mandate that is as it was stays so.
   */
  raise(context: OperationContext, mandateId: string): WriteIntent;
}
