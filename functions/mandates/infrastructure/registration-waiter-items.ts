import * as z from 'zod';
import { defineItem } from '../../kernel/persistence/item.ts';
import { registrationStages } from '../ports/registration-waiters.ts';

export const registrationWaiterItem = defineItem({
  name: 'mandate_waiter',
  subdomain: 'mandates',
  summary: 'A step of a registration that waits for the payer or the provider.',
  keys: { pk: 'T#<tenantId>#MANDATE_WAITERS#<mandateId>', sk: '<stage>' },
  schema: z.object({ stage: z.enum(registrationStages), taskToken: z.string() }),
});
