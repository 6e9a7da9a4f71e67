import { isFinal } from './domain/mandate-states.ts';
import type { LookingDependencies } from './looking.ts';
import { follow } from './mandate-following.ts';
import type { PaymentSignals } from './ports/payment-signals.ts';

/** Words of the provider that a mandate which is over does not follow. */
const revivals = new Set(['token.confirmed', 'token.paused', 'token.resumed']);

/** What the provider's words about a mandate lead to: a look, and the steps that follow from it. */
export const mandateSignals = (deps: LookingDependencies): PaymentSignals => ({
  settle: async (context, mandateId, hint) => {
    const { mandate, changed } = await follow(deps, context, { mandateId, hint });
    if (isFinal(mandate.status) && revivals.has(hint.type)) return 'not_allowed';
    return changed ? 'applied' : 'already';
  },
});
