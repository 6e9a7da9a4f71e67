import * as z from 'zod';
import { defineItem, minorUnits } from '../../kernel/persistence/item.ts';

export const limitUsageItem = defineItem({
  name: 'limit_usage',
  subdomain: 'customers',
  summary: 'What a customer moved within one window, by counter.',
  keys: { pk: 'T#<tenantId>#CUSTOMER#<customerId>', sk: 'USAGE#<window>' },
  schema: z.object({ used: z.record(z.string(), minorUnits) }),
});
