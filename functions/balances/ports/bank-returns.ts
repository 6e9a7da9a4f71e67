import type { OperationContext } from '../../kernel/operation/context.ts';

/** What the bank takes back, or gives back. */
export interface BankReturns {
  /**
   * Takes a completed load back out of its balance, below zero if it must (domain.md 2.7), or puts a completed withdrawal
   * back into it; once, however often it is told.
   * @throws TemporarilyUnavailable, concurrent_change, invalid_state: tell it again
   */
  apply(context: OperationContext, resourceId: string): Promise<'applied' | 'already' | 'not_allowed'>;
}
