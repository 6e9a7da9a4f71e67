import type { OperationContext } from '../../kernel/operation/context.ts';

/** What the bank takes back. */
export interface BankReturns {
  /**
   * Takes a completed load back out of its balance, below zero if it must (domain.md 2.7); once, however often it is told.
   * @throws TemporarilyUnavailable, concurrent_change, invalid_state: tell it again
   */
  apply(context: OperationContext, resourceId: string): Promise<'applied' | 'already' | 'not_allowed'>;
}
