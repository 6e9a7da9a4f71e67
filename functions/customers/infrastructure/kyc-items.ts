import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../../kernel/persistence/item.ts';
import { verifiedLevels } from '../domain/customer.ts';
import { kycMethods } from '../domain/kyc-case.ts';
import { kycStatuses } from '../domain/kyc-status.ts';

export const kycItem = defineItem({
  name: 'kyc',
  subdomain: 'customers',
  summary: 'One attempt to know a customer at a level.',
  keys: { pk: 'T#<tenantId>#KYC#<kycId>', sk: 'KYC' },
  schema: z.object({
    kycId: z.string(),
    customerId: z.string(),
    level: z.enum(verifiedLevels),
    method: z.enum(kycMethods),
    status: z.enum(kycStatuses),
    externalId: z.string().optional(),
    callUrl: z.string().optional(),
    /** Not `expiresAt`: that is the table's TTL, and a case is kept. */
    waitsUntil: instant.optional(),
    wrongTries: z.array(z.string()).readonly(),
    evidence: z.string().optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});

export const openKycItem = defineItem({
  name: 'kyc_open',
  subdomain: 'customers',
  summary: "The place of a customer's only open KYC case of a level.",
  keys: { pk: 'T#<tenantId>#CUSTOMER#<customerId>', sk: 'KYC_OPEN#<level>' },
  schema: z.object({ kycId: z.string() }),
});
