import * as z from 'zod';
import { defineItem } from '../../kernel/persistence/item.ts';

/** Kept for good: events can be replayed for a year, and crossings are few. */
export const lowBalanceAlertItem = defineItem({
  name: 'low_balance_alert',
  subdomain: 'balances',
  summary: 'Says that a crossing of a partner balance was mailed; not to whom.',
  keys: { pk: 'T#<tenantId>#PARTNER#<kind>#<currency>', sk: 'ALERT#<eventId>' },
  schema: z.object({ eventId: z.string() }),
});
