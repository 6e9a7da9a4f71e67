import * as z from 'zod';
import { defineItem, wholeNumber } from '../../../kernel/persistence/item.ts';
import { shelf } from './versioned.ts';

export const debitOutcomes = ['captured', 'failed', 'unknown'] as const;

export const mandateStoryItem = defineItem({
  name: 'twin_mandate_story',
  subdomain: 'sandbox',
  summary: "The orders over which a mandate's payer authenticates, by the platform's id of the mandate.",
  keys: { pk: 'T#<program>#MANDATE_STORY#<mandateId>', sk: 'MANDATE_STORY' },
  schema: z.object({
    /** Newest last; the last 20. */
    orderIds: z.array(z.string()).readonly(),
    version: wholeNumber,
  }),
});
export type MandateStory = z.output<typeof mandateStoryItem.schema>;
export const mandateStories = shelf(mandateStoryItem, 'MANDATE_STORY');

export const debitStoryItem = defineItem({
  name: 'twin_debit_story',
  subdomain: 'sandbox',
  summary: "What testers want to happen to a debit, by the platform's id of it, and the orders of its notices.",
  keys: { pk: 'T#<program>#DEBIT_STORY#<debitId>', sk: 'DEBIT_STORY' },
  schema: z.object({
    /** Newest last; the last 20. */
    orderIds: z.array(z.string()).readonly(),
    /** Holds for every notice until it is said otherwise. */
    notice: z.enum(['delivered', 'failed']),
    /** Of the next attempt, and of no other. */
    outcome: z.object({ kind: z.enum(debitOutcomes), reason: z.string().optional() }).optional(),
    version: wholeNumber,
  }),
});
export type DebitStory = z.output<typeof debitStoryItem.schema>;
export const debitStories = shelf(debitStoryItem, 'DEBIT_STORY');

const kept = 20;

export const noMandateStory: MandateStory = { orderIds: [], version: 0 };
export const noDebitStory: DebitStory = { orderIds: [], notice: 'delivered', version: 0 };

/** The story goes on by an order. */
export const withOrder = <Story extends { readonly orderIds: readonly string[]; readonly version: number }>(
  story: Story,
  orderId: string,
): Story => ({ ...story, orderIds: [...story.orderIds, orderId].slice(-kept), version: story.version + 1 });
