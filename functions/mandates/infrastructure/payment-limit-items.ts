import * as z from 'zod';
import { defineItem, instant } from '../../kernel/persistence/item.ts';

/** Amounts in minor units, rounded down to a step, with the last time. */
const lastTimes = z.record(z.string().regex(/^[1-9][0-9]*$/), instant);

export const paymentLimitItem = defineItem({
  name: 'payment_limit',
  subdomain: 'mandates',
  summary: 'Which amounts passed a UPI bank or app, and which were refused for a limit: when each was seen last.',
  keys: { pk: 'T#<tenantId>#PAYMENT_LIMITS#<bank or app>#<name>', sk: 'LIMITS' },
  schema: z.object({
    registered: lastTimes,
    registrationRefused: lastTimes,
    debited: lastTimes,
    debitRefused: lastTimes,
  }),
});
