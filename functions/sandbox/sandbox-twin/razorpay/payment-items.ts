import * as z from 'zod';
import { currencies } from '../../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../../kernel/persistence/item.ts';
import { shelf } from './versioned.ts';

export const paymentMethods = ['card', 'upi'] as const;

const notes = z.record(z.string(), z.string());

export const customerItem = defineItem({
  name: 'twin_payment_customer',
  subdomain: 'sandbox',
  summary: 'A payer as the payment provider knows them; name, e-mail and phone are sealed.',
  keys: { pk: 'T#<program>#PAY_CUSTOMER#<customerId>', sk: 'PAY_CUSTOMER' },
  schema: z.object({
    customerId: z.string(),
    sealed: z.string(),
    notes,
    tokenIds: z.array(z.string()).readonly(),
    createdAt: instant,
    version: wholeNumber,
  }),
});
export type PaymentCustomer = z.output<typeof customerItem.schema>;
export const customers = shelf(customerItem, 'PAY_CUSTOMER');

export const orderItem = defineItem({
  name: 'twin_payment_order',
  subdomain: 'sandbox',
  summary: 'An order at the payment provider: what it registers, or which notice it carries, and its payments.',
  keys: { pk: 'T#<program>#PAY_ORDER#<orderId>', sk: 'PAY_ORDER' },
  schema: z.object({
    orderId: z.string(),
    receipt: z.string().optional(),
    amount: minorUnits,
    currency: z.enum(currencies),
    status: z.enum(['created', 'attempted', 'paid']),
    notes,
    customerId: z.string().optional(),
    method: z.enum(paymentMethods).optional(),
    token: z
      .object({
        maxAmount: minorUnits,
        expireAt: wholeNumber.optional(),
        frequency: z.string(),
        recurringValue: wholeNumber.optional(),
        recurringType: z.string().optional(),
      })
      .optional(),
    notice: z
      .object({
        noticeId: z.string(),
        tokenId: z.string(),
        /** Unix seconds. */
        paymentAfter: wholeNumber.optional(),
        status: z.enum(['delivered', 'failed']),
        deliveredAt: instant.optional(),
      })
      .optional(),
    /** Oldest first. */
    paymentIds: z.array(z.string()).readonly(),
    /** The payer did not authenticate and will not any more. */
    isClosed: z.boolean(),
    createdAt: instant,
    version: wholeNumber,
  }),
});
export type PaymentOrder = z.output<typeof orderItem.schema>;
export const orders = shelf(orderItem, 'PAY_ORDER');

export const paymentItem = defineItem({
  name: 'twin_payment',
  subdomain: 'sandbox',
  summary: 'One attempt to pay an order at the payment provider.',
  keys: { pk: 'T#<program>#PAYMENT#<paymentId>', sk: 'PAYMENT' },
  schema: z.object({
    paymentId: z.string(),
    orderId: z.string(),
    amount: minorUnits,
    currency: z.enum(currencies),
    status: z.enum(['created', 'captured', 'refunded', 'failed']),
    method: z.enum(paymentMethods),
    customerId: z.string().optional(),
    tokenId: z.string().optional(),
    notes,
    description: z.string().optional(),
    reason: z.string().optional(),
    isOnSession: z.boolean(),
    refundIds: z.array(z.string()).readonly(),
    amountRefunded: minorUnits,
    /** When an outcome that hangs is decided, by the program's clock. */
    settlesAt: instant.optional(),
    createdAt: instant,
    version: wholeNumber,
  }),
});
export type Payment = z.output<typeof paymentItem.schema>;
export const payments = shelf(paymentItem, 'PAYMENT');

export const tokenItem = defineItem({
  name: 'twin_payment_token',
  subdomain: 'sandbox',
  summary: 'A registered mandate at the payment provider; no number of any instrument.',
  keys: { pk: 'T#<program>#PAY_TOKEN#<tokenId>', sk: 'PAY_TOKEN' },
  schema: z.object({
    tokenId: z.string(),
    customerId: z.string(),
    method: z.enum(paymentMethods),
    status: z.enum(['confirmed', 'rejected', 'paused', 'cancelled', 'expired']),
    failureReason: z.string().optional(),
    maxAmount: minorUnits,
    expireAt: wholeNumber.optional(),
    notes,
    isDeleted: z.boolean(),
    createdAt: instant,
    version: wholeNumber,
  }),
});
export type PaymentToken = z.output<typeof tokenItem.schema>;
export const tokens = shelf(tokenItem, 'PAY_TOKEN');

export const refundItem = defineItem({
  name: 'twin_refund',
  subdomain: 'sandbox',
  summary: 'Money that went back to a payer; one per payment and idempotency key.',
  keys: { pk: 'T#<program>#REFUND#<refundId>', sk: 'REFUND' },
  schema: z.object({
    refundId: z.string(),
    paymentId: z.string(),
    amount: minorUnits,
    currency: z.enum(currencies),
    receipt: z.string().optional(),
    notes,
    /** Fingerprint of the body: the same key never stands for another. */
    asked: z.string(),
    createdAt: instant,
    version: wholeNumber,
  }),
});
export type Refund = z.output<typeof refundItem.schema>;
export const refunds = shelf(refundItem, 'REFUND');
