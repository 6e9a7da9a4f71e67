import type { RecordDraft } from '../../kernel/events/record.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { OpenDebit } from '../domain/mandate.ts';

/** What a subdomain adds to somebody else's transaction. */
export interface Share {
  readonly writes: readonly WriteIntent[];
  readonly records: readonly RecordDraft[];
}

/** Offered by debits: the end of a mandate ends its open debits in the same transaction. */
export interface OpenDebits {
  /**
   * @param debits the mandate's open ones, but not the one whose money is being asked for: what becomes of that, the
   *   provider says
   * @param why code of the event, such as `mandate_withdrawn`
   */
  cancel(context: OperationContext, debits: readonly OpenDebit[], why: string): Promise<Share>;
}
