import type { OperationContext } from '../../kernel/operation/context.ts';
import type { StatusReport } from '../domain/issuer-word.ts';

/** Status changes that the issuer tells of; it is the source of truth for status (AL-14, D-02). */
export interface IssuerStatusUpdates {
  /**
   * Takes the issuer's status over, with a record; a suspension is a lock of origin network, by its reason (AN-66). A repeat, or a report of an earlier moment, changes nothing;
   * a closed card stays closed.
   * @throws ConcurrentChange, TemporarilyUnavailable: deliver it again
   */
  apply(
    context: OperationContext,
    cardId: string,
    report: StatusReport,
  ): Promise<'applied' | 'already' | 'not_allowed'>;
}
