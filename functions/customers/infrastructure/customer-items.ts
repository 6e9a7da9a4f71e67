import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../../kernel/persistence/item.ts';
import { customerStatuses, kycLevels } from '../domain/customer.ts';

export const customerItem = defineItem({
  name: 'customer',
  subdomain: 'customers',
  summary: 'A cardholder of a tenant.',
  keys: {
    pk: 'T#<tenantId>#CUSTOMER#<customerId>',
    sk: 'CUSTOMER',
    gsi1pk: 'T#<tenantId>#CUSTOMERS',
    gsi1sk: '<customerId>',
  },
  schema: z.object({
    customerId: z.string(),
    status: z.enum(customerStatuses),
    kycLevel: z.enum(kycLevels),
    firstName: z.string(),
    lastName: z.string(),
    displayName: z.string(),
    phone: z.string(),
    email: z.string(),
    dateOfBirth: z.string().optional(),
    address: z
      .object({
        line1: z.string(),
        line2: z.string().optional(),
        city: z.string(),
        state: z.string(),
        postalCode: z.string(),
        country: z.string(),
      })
      .optional(),
    externalId: z.string().optional(),
    createdAt: instant,
    sequence: wholeNumber,
    openings: wholeNumber,
  }),
});
