import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import type { Customer } from './domain/customer.ts';
import { raiseLevel } from './domain/customer.ts';
import { customerFacts, customerRecord } from './domain/customer-events.ts';
import type { KycCase } from './domain/kyc-case.ts';
import { kycRecord } from './domain/kyc-events.ts';
import type { CustomerStore } from './ports/customer-store.ts';
import type { KycStore } from './ports/kyc-store.ts';

export interface KycStores {
  readonly customers: CustomerStore;
  readonly cases: KycStore;
}

/** The work of a level that rises, with its record; nothing when the level stays. */
export const levelWork = (
  customers: CustomerStore,
  { tenant }: OperationContext,
  change: { before: Customer; after: Customer | undefined },
): Work => {
  const { before, after } = change;
  if (after === undefined) return { writes: [], records: [] };
  const record = customerRecord(customers.partition(tenant, after.customerId), after, {
    type: 'customer.kyc_level_changed',
    data: customerFacts(after),
    previous: { kycLevel: before.kycLevel, status: before.status },
  });
  return { writes: [customers.replace(tenant, after)], records: [record] };
};

/** The work of a case that changed; an approval takes effect on the customer's level in the same transaction. */
export const caseWork = (
  { customers, cases }: KycStores,
  context: OperationContext,
  change: { readonly before: KycCase; readonly after: KycCase; readonly customer: Customer },
): Work => {
  const { before, after, customer } = change;
  const raised = after.status === 'approved' ? raiseLevel(customer, after.level) : undefined;
  const level = levelWork(customers, context, { before: customer, after: raised });
  return {
    writes: [...cases.replace(context.tenant, after), ...level.writes],
    records: [kycRecord(cases.partition(context.tenant, after.kycId), after, before), ...level.records],
  };
};
