import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';

const storedTerms = z.object({ fixed: minorUnits.optional(), basisPoints: wholeNumber.optional() });

export const feeScheduleItem = defineItem({
  name: 'fee_schedule',
  subdomain: 'economics',
  summary: "What a program's company pays; the records beside it are the schedules before.",
  keys: { pk: 'T#<tenantId>#FEE_SCHEDULE', sk: 'FEE_SCHEDULE' },
  schema: z.object({
    currency: z.enum(currencies),
    gatewayLoad: storedTerms.optional(),
    /** The schedule's version. */
    sequence: wholeNumber,
  }),
});
