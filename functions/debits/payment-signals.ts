import type { PaymentSignals } from '../mandates/ports/payment-signals.ts';
import type { Debiting } from './debiting.ts';
import { lookAtNotice } from './notifying.ts';
import { lookAtPayment } from './on-session.ts';
import { lookAtAttempt } from './resolving.ts';

/**
 * What the provider's words about debits and one-time payments lead to: a look at the provider and the step that follows.
 * What the word says does not matter, so neither do its order and its repeats; money that is in is looked at again only
 * when the word is about a refund.
 */
export const debitSignals = (deps: Debiting): PaymentSignals => ({
  settle: async (context, resourceId, { type: said }) => {
    if (resourceId.startsWith('pmt_')) return lookAtPayment(deps, context, { paymentId: resourceId, said });
    const isNoticed = await lookAtNotice(deps, context, resourceId);
    return isNoticed ? 'applied' : lookAtAttempt(deps, context, { debitId: resourceId, said });
  },
});
