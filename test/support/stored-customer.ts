import { randomUUID } from 'node:crypto';
import { declareCustomer, raiseLevel } from '../../functions/customers/domain/customer.ts';
import type { Customer, VerifiedLevel } from '../../functions/customers/domain/customer.ts';
import { dynamoCustomerStore } from '../../functions/customers/infrastructure/dynamo-customer-store.ts';
import type { Currency } from '../../functions/kernel/money/currency.ts';
import { pager } from '../../functions/kernel/persistence/page.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { onboardTenant } from '../../functions/tenants/domain/tenant.ts';
import { tenantToItem } from '../../functions/tenants/infrastructure/dynamo-tenant-store.ts';
import type { TestPlatform } from './test-platform.ts';

export const profile = { firstName: 'Asha', lastName: 'Rao', phone: '+919812345678', email: 'asha@example.com' };

/** Stores a customer as if it had come this far by its own. */
export const storeCustomer = async (
  platform: TestPlatform,
  tenant: TenantContext,
  traits: Partial<Pick<Customer, 'status'>> & { readonly level?: VerifiedLevel } = {},
): Promise<Customer> => {
  const { level, ...rest } = traits;
  const declared = declareCustomer(platform.ids.next('cus', tenant), profile, platform.clock.now());
  const verified = level === undefined ? declared : (raiseLevel(declared, level) ?? declared);
  const customer = { ...verified, ...rest };
  const { write } = dynamoCustomerStore(platform.table, pager(platform.secrets)).create(tenant, customer);
  await platform.table.transact([write], randomUUID());
  return customer;
};

/** A tenant with a program in a currency. */
export const tenantWithProgram = async (platform: TestPlatform, currency: Currency = 'INR'): Promise<TenantContext> => {
  const tenant = await platform.tenant();
  const identity = {
    tenantId: tenant.tenantId,
    programId: platform.ids.nextGlobal('prg'),
    usageKey: 'usage-key-of-a-test',
    now: platform.clock.now(),
  };
  const program = { name: 'Test', network: 'visa', bin: '400000', currency, issuer: 'sandbox' } as const;
  const item = tenantToItem(tenant, onboardTenant({ name: 'Test', program }, identity));
  await platform.table.transact([{ kind: 'put', item }], randomUUID());
  return tenant;
};
