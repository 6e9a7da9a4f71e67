import { storeCustomer, tenantWithProgram } from '../../support/stored-customer.ts';
import type { Phone } from '../../support/phones.ts';
import { newPhone, paired } from '../../support/phones.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';

/** A customer with a paired phone. */
export interface Owner {
  readonly tenant: TenantContext;
  readonly customerId: string;
  readonly phone: Phone;
  readonly installationId: string;
}

export const phoneOwner = async (platform: TestPlatform, of?: TenantContext): Promise<Owner> => {
  const tenant = of ?? (await tenantWithProgram(platform));
  const { customerId } = await storeCustomer(platform, tenant, { level: 'full' });
  const phone = newPhone();
  return { tenant, customerId, phone, installationId: await paired(platform, { tenant, customerId, phone }) };
};
