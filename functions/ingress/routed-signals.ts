import type { PaymentSignals } from '../mandates/ports/payment-signals.ts';

/** Prefixes of the ids that the payment provider's references are bound to. */
export type SignalledPrefix = 'mdt' | 'dbt' | 'pmt';

/** Brings a hint to the subdomain that the resource's id names. @throws Error for the id of anything else */
export const routedSignals = (owners: Readonly<Record<SignalledPrefix, PaymentSignals>>): PaymentSignals => {
  const byPrefix: ReadonlyMap<string, PaymentSignals> = new Map(Object.entries(owners));
  return {
    settle: async (context, resourceId, hint) => {
      const signals = byPrefix.get(resourceId.slice(0, resourceId.indexOf('_')));
      if (signals === undefined) throw new Error(`no subdomain hears of ${resourceId}`);
      return signals.settle(context, resourceId, hint);
    },
  };
};
