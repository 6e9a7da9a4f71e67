import * as z from 'zod';
import { maxMinor } from '../kernel/money/money.ts';
import { text, timestamp } from '../kernel/http/schemas.ts';
import { amountRules, frequencies, mandateCategories, mandateMethods, recurrenceRules } from './domain/mandate.ts';
import { notificationChannels } from './domain/notification-channel.ts';

/** Mandates are in rupees: the law knows no ceiling in another currency. At least one rupee (rule 53). */
export const rupees = z.strictObject({ amount: z.int().min(100).max(Number(maxMinor)), currency: z.literal('INR') });

export const notification = z.strictObject({ channel: z.enum(notificationChannels) });

export const mandateTerms = z.strictObject({
  method: z.enum(mandateMethods),
  amountRule: z.enum(amountRules),
  maxAmount: rupees,
  /** The INR 1 of the registration uses up a cycle of a fixed one (D-20). */
  frequency: z.enum(frequencies).default('as_presented'),
  recurrence: z.strictObject({ rule: z.enum(recurrenceRules), day: z.int().min(1).max(31) }).optional(),
  category: z.enum(mandateCategories),
  validFrom: timestamp,
  validUntil: timestamp,
  description: text(100),
  notification,
  knownLimits: z.strictObject({ bankRecurring: rupees, bankDaily: rupees, appRecurring: rupees }).optional(),
});

export type MandateTerms = z.output<typeof mandateTerms>;
