import { afaNeed } from '../policies/afa-need.ts';
import { dayOf } from '../policies/window.ts';
import type { Debiting } from './debiting.ts';
import { loadMandate } from './debiting.ts';
import { openedWork, openOnSession } from './on-session.ts';
import type { OnSessionPayments } from './ports/on-session-payments.ts';

/** Payments on session for other subdomains: an order at the provider, stored with whatever they decide. */
export const onSessionPayments = (deps: Pick<Debiting, 'mandates' | 'provider' | 'payments'>): OnSessionPayments => ({
  open: async (context, { mandateId, ...order }) => {
    const mandate = await loadMandate(deps, context, mandateId);
    const { amount } = order;
    const need = afaNeed(dayOf(context.clock.now()), { amount, category: mandate.category });
    const payment = await openOnSession(deps, context, { ...order, mandate, aboveThreshold: need.required });
    const { authentication } = payment;
    if (authentication === undefined) throw new Error('a payment on session says how its payer authenticates');
    const { writes, records } = openedWork(deps, context, payment);
    return { payment: { paymentId: payment.paymentId, authentication }, writes, records };
  },
});
