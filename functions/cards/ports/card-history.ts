import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { RecordedChange } from '../domain/status-history.ts';

/** What was recorded of a card. */
export interface CardHistory {
  /** All changes, oldest first, strongly consistent; also of a removed card. */
  read(tenant: TenantContext, cardId: string): Promise<readonly RecordedChange[]>;
}
