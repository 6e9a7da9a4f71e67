import type { OperationContext } from '../kernel/operation/context.ts';
import type { ObservedLimits } from '../policies/payer-limits.ts';
import type { Mandate } from './domain/mandate.ts';
import type { MandateDependencies } from './mandate-work.ts';
import type { PaymentLimits } from './ports/payment-limits.ts';
import type { MandateTerms } from './terms-schemas.ts';

/** What those need that suggest a maximum. */
export interface LimitDependencies {
  readonly limits: Pick<PaymentLimits, 'of'>;
}

/** How many of a customer's mandates are looked through for the instrument that was used last. */
const lookedThrough = 10;

const isNamed = ({ method, afa, remote }: Mandate): boolean =>
  method === 'upi' && afa !== undefined && (remote.bank !== undefined || remote.app !== undefined);

/**
 * What was observed of the bank and app by which a customer authenticated a UPI mandate last: a new one is likely to be
 * paid by the same. Nothing is read when the caller declares the limits, or on cards.
 */
export const limitsOfCustomer = async (
  { mandates, limits }: Pick<MandateDependencies, 'mandates'> & LimitDependencies,
  { tenant }: OperationContext,
  { customerId, terms }: { readonly customerId: string; readonly terms: Pick<MandateTerms, 'method' | 'knownLimits'> },
): Promise<ObservedLimits> => {
  if (terms.method !== 'upi' || terms.knownLimits !== undefined) return {};
  const { data } = await mandates.listOfCustomer(tenant, customerId, { limit: lookedThrough });
  const last = data.find(isNamed);
  return last === undefined ? {} : limits.of(tenant, { method: 'upi', remote: last.remote });
};

/** The same for each of several mandates, by its own bank and app; what they share is read once. */
export const limitsOfEach = async (
  { limits }: LimitDependencies,
  { tenant }: OperationContext,
  mandates: readonly Mandate[],
): Promise<readonly ObservedLimits[]> => {
  const known = new Map<string, Promise<ObservedLimits>>();
  const once = (mandate: Mandate): Promise<ObservedLimits> => {
    const { method, knownLimits, remote } = mandate;
    const name = JSON.stringify([method, knownLimits === undefined, remote.bank ?? null, remote.app ?? null]);
    const found = known.get(name) ?? limits.of(tenant, mandate);
    known.set(name, found);
    return found;
  };
  return Promise.all(mandates.map(once));
};
