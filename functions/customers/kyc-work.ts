import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import type { Customer } from './domain/customer.ts';
import { raiseLevel } from './domain/customer.ts';
import { customerFacts, customerRecord } from './domain/customer-events.ts';
import type { KycCase } from './domain/kyc-case.ts';
import { kycRecord } from './domain/kyc-events.ts';
import type { CustomerStore } from './ports/customer-store.ts';
import type { BalanceStanding } from './ports/holdings.ts';
import type { KycStore } from './ports/kyc-store.ts';

export interface KycStores {
  readonly customers: CustomerStore;
  readonly cases: KycStore;
}

/** What a change of a customer's level is written to. */
export interface LevelStores {
  readonly customers: CustomerStore;
  readonly standing: BalanceStanding;
}

/** The work of a level that rises, with its record, for the customer and its balances; nothing when it stays. */
export const levelWork = async (
  { customers, standing }: LevelStores,
  { tenant }: OperationContext,
  change: { before: Customer; after: Customer | undefined },
): Promise<Work> => {
  const { before, after } = change;
  if (after === undefined || after.kycLevel === 'none') return { writes: [], records: [] };
  const record = customerRecord(customers.partition(tenant, after.customerId), after, {
    type: 'customer.kyc_level_changed',
    data: customerFacts(after),
    previous: { kycLevel: before.kycLevel, status: before.status },
  });
  const balances = await standing.levelWrites(tenant, after.customerId, after.kycLevel);
  return { writes: [customers.replace(tenant, after), ...balances], records: [record] };
};

/** The work of a case that changed; an approval takes effect on the customer's level in the same transaction. */
export const caseWork = async (
  stores: KycStores & LevelStores,
  context: OperationContext,
  change: { readonly before: KycCase; readonly after: KycCase; readonly customer: Customer },
): Promise<Work> => {
  const { before, after, customer } = change;
  const raised = after.status === 'approved' ? raiseLevel(customer, after.level) : undefined;
  const { cases } = stores;
  const level = await levelWork(stores, context, { before: customer, after: raised });
  return {
    writes: [...cases.replace(context.tenant, after), ...level.writes],
    records: [kycRecord(cases.partition(context.tenant, after.kycId), after, before), ...level.records],
  };
};
