import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, wholeNumber } from '../../kernel/persistence/item.ts';
import { issuanceStatuses } from '../domain/issuance.ts';

const deliveryAddress = z.object({
  line1: z.string(),
  line2: z.string().optional(),
  city: z.string(),
  state: z.string(),
  postalCode: z.string(),
  country: z.string(),
});

export const issuanceItem = defineItem({
  name: 'issuance',
  subdomain: 'issuance',
  summary: 'One way from a customer to a card; the address of a physical one only until it is ordered.',
  keys: { pk: 'T#<tenantId>#ISSUANCE#<issuanceId>', sk: 'ISSUANCE' },
  schema: z.object({
    issuanceId: z.string(),
    customerId: z.string(),
    status: z.enum(issuanceStatuses),
    wantedKyc: z.object({ level: z.enum(['minimum', 'full']), method: z.enum(['aadhaar_otp', 'video']) }).optional(),
    kycId: z.string().optional(),
    plannedKycId: z.string(),
    balanceId: z.string(),
    newBalanceCurrency: z.enum(currencies).optional(),
    cardId: z.string(),
    displayName: z.string().optional(),
    deliveryAddress: deliveryAddress.optional(),
    failureCode: z.string().optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});

export const waiterItem = defineItem({
  name: 'issuance_waiter',
  subdomain: 'issuance',
  summary: 'A workflow that waits for the end of a KYC case.',
  keys: { pk: 'T#<tenantId>#ISSUANCE_WAITERS#<kycId>', sk: '<issuanceId>' },
  schema: z.object({ issuanceId: z.string(), taskToken: z.string() }),
});
