import type { NoticeOrder } from '../../mandates/ports/payment-provider.ts';
import type { RazorpayCall } from './client.ts';
import type { PlacedOrder } from './create-order.ts';
import { createOrder } from './create-order.ts';

/** An order that notifies the payer; the money is asked for on it later, by `createRecurringPayment`. */
export const openNotice = ({ receipt, amount, notes, tokenId, paymentAfter }: NoticeOrder): RazorpayCall<PlacedOrder> =>
  createOrder({
    receipt,
    amount,
    notes,
    tokenId,
    fields: {
      // The provider counts whole seconds: rounded up, it would refuse what is asked for at the very moment.
      notification: { token_id: tokenId, payment_after: Math.floor(paymentAfter.epochMilliseconds / 1000) },
    },
  });
