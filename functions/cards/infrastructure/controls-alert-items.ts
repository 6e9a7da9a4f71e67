import * as z from 'zod';
import { defineItem } from '../../kernel/persistence/item.ts';

/** Kept for good: events can be replayed for a year, and changes of controls are few. */
export const controlsAlertItem = defineItem({
  name: 'controls_alert',
  subdomain: 'cards',
  summary: 'Says that a change of controls was mailed to its holder; not to what address.',
  keys: { pk: 'T#<tenantId>#CONTROLS_ALERT#<eventId>', sk: 'ALERT' },
  schema: z.object({ eventId: z.string() }),
});
