import * as z from 'zod';
import { address, calendarDate, timestamp } from '../kernel/http/schemas.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Customer } from './domain/customer.ts';
import { customerStatuses, kycLevels } from './domain/customer.ts';

/** A customer as its tenant sees it. */
export const customerAnswer = z
  .object({
    customerId: z.string(),
    status: z.enum(customerStatuses),
    kycLevel: z.enum(kycLevels),
    displayName: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    phone: z.string(),
    email: z.string(),
    dateOfBirth: calendarDate.optional(),
    address: address.optional(),
    externalId: z.string().optional(),
    createdAt: timestamp,
  })
  .meta({ id: 'Customer' });

export const presentCustomer = ({
  createdAt,
  sequence: _sequence,
  openings: _openings,
  ...customer
}: Customer): z.input<typeof customerAnswer> => ({
  ...customer,
  createdAt: toTimestamp(createdAt),
});
