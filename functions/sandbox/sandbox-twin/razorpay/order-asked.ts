import * as z from 'zod';
import { currencies } from '../../../kernel/money/currency.ts';
import { maxMinor } from '../../../kernel/money/money.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { notesField } from './payment-customers.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { notValid, PaymentError, unknownId } from './payment-error.ts';
import { customers, paymentMethods } from './payment-items.ts';

const seconds = z.int().min(0).max(99_999_999_999);
const minor = z.int().min(100).max(Number(maxMinor));
const frequencies = [
  'as_presented',
  'daily',
  'weekly',
  'fortnightly',
  'monthly',
  'bimonthly',
  'quarterly',
  'half_yearly',
  'yearly',
] as const;

export const orderAsked = z.strictObject({
  amount: minor,
  currency: z.enum(currencies),
  customer_id: z.string().max(40).optional(),
  method: z.enum(paymentMethods).optional(),
  receipt: z.string().min(1).max(40).optional(),
  /** A receipt that was used before answers its order. */
  unique_receipt: z.boolean().optional(),
  notes: notesField.optional(),
  payment_capture: z.union([z.boolean(), z.literal([1, '1'])]).optional(),
  token: z
    .strictObject({
      max_amount: minor,
      expire_at: seconds.optional(),
      frequency: z.enum(frequencies).optional(),
      recurring_value: z.int().min(1).max(31).optional(),
      recurring_type: z.enum(['on', 'before', 'after']).optional(),
    })
    .optional(),
  notification: z.strictObject({ token_id: z.string().max(40), payment_after: seconds.optional() }).optional(),
});
export type OrderAsked = z.output<typeof orderAsked>;

/** A UPI mandate of a merchant in the categories with the highest limit: INR 2,00,000. */
const upiMost = 20_000_000;

const invalid = (field: string, description: string): PaymentError =>
  new PaymentError({ field, description, reason: notValid });

const refuseToken = ({ method, customer_id: customerId, notification }: OrderAsked, maximum: number): void => {
  if (notification !== undefined) throw invalid('notification', 'An order registers or notifies.');
  if (customerId === undefined) throw invalid('customer_id', 'The customer id field is required.');
  if (method === 'upi' && maximum > upiMost) {
    throw invalid('token.max_amount', 'The max amount is more than UPI allows.');
  }
};

/** @throws PaymentError for an order that no payer could pay */
export const refuseImpossible = async (
  { table }: PaymentDesk,
  program: TenantContext,
  order: OrderAsked,
): Promise<void> => {
  const { currency, method, token, customer_id: customerId } = order;
  if (method === 'upi' && currency !== 'INR') throw invalid('currency', 'UPI takes INR only.');
  if (token !== undefined) refuseToken(order, token.max_amount);
  if (customerId === undefined) return;
  if ((await customers.find(table, program, customerId)) === undefined) throw unknownId();
};
