import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { invoiceStatuses } from '../domain/invoice.ts';

const storedMoney = z.object({ minor: minorUnits, currency: z.enum(currencies) });

export const invoiceItem = defineItem({
  name: 'invoice',
  subdomain: 'invoices',
  summary: 'What a customer owes and by when, the payment under way, and the invoice it replaces or that replaces it.',
  keys: {
    pk: 'T#<tenantId>#INVOICE#<invoiceId>',
    sk: 'INVOICE',
    gsi1pk: 'T#<tenantId>#INVOICES#<status>',
    gsi1sk: '<dueAt>#<invoiceId>',
    gsi2pk: 'T#<tenantId>#CUSTOMER#<customerId>#INVOICES#<status>',
    gsi2sk: '<dueAt>#<invoiceId>',
  },
  schema: z.object({
    invoiceId: z.string(),
    customerId: z.string(),
    amount: storedMoney,
    dueAt: instant,
    description: z.string(),
    reference: z.string().optional(),
    mandateId: z.string().optional(),
    status: z.enum(invoiceStatuses),
    paymentId: z.string().optional(),
    payments: z.array(z.string()).readonly(),
    paidAt: instant.optional(),
    refunded: z.object({ amount: storedMoney, at: instant }).optional(),
    reissueOf: z.string().optional(),
    exchange: z.object({ from: storedMoney, rate: z.string() }).optional(),
    reissuedAs: z.string().optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});
