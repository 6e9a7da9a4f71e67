import * as z from 'zod';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { channels, entryChannels, limitPeriods } from '../../policies/card-controls.ts';
import { customerStatuses, kycLevels } from '../domain/customer.ts';

const texts = z.array(z.string()).readonly();

/** What the customer's cards may be used for, all of them. */
export const storedRules = z.object({
  version: wholeNumber,
  limits: z
    .array(
      z.object({
        per: z.enum(limitPeriods),
        channel: z.enum(entryChannels).optional(),
        max: minorUnits.optional(),
        count: wholeNumber.optional(),
        zone: z.string().optional(),
      }),
    )
    .readonly(),
  mcc: z.object({ allow: texts.optional(), block: texts.optional() }).optional(),
  off: z.array(z.enum(channels)).readonly().optional(),
});

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
    rules: storedRules.optional(),
  }),
});
