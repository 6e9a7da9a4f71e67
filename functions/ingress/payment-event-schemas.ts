import * as z from 'zod';

const reference = z
  .string()
  .regex(/^\w{1,64}$/u)
  .optional()
  .catch(undefined);

/** Of any entity only what says which one it is; a member of another form than expected is as good as absent. */
const entity = z.object({
  id: reference,
  order_id: reference,
  payment_id: reference,
  token_id: reference,
  recurring: z.boolean().optional().catch(undefined),
  recurring_details: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

export type PaymentEntity = z.output<typeof entity>;

export const paymentWrapperSchema = z.object({ entity });

const lastSecond = 253_402_300_799;
export const epochSecondsSchema = z.int().min(0).max(lastSecond).optional().catch(undefined);

/** The envelope of every webhook of the payment provider; `created_at` may lie in `payload` instead. */
export const paymentEnvelopeSchema = z.object({
  event: z.string().min(1).max(64),
  account_id: z.string().min(1).max(64).optional().catch(undefined),
  created_at: epochSecondsSchema,
  payload: z.record(z.string(), z.unknown()).catch({}),
});
