import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { balanceOpening } from '../../../functions/balances/balance-opening.ts';
import { openBalance } from '../../../functions/balances/domain/balance.ts';
import { dynamoBalanceDirectory } from '../../../functions/balances/infrastructure/dynamo-balance-directory.ts';
import { dynamoBalanceStore } from '../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { dynamoHeldBalances } from '../../../functions/balances/infrastructure/dynamo-held-balances.ts';
import { dynamoCustomerDirectory } from '../../../functions/customers/infrastructure/dynamo-customer-directory.ts';
import type { Currency } from '../../../functions/kernel/money/currency.ts';
import { systemContext } from '../../../functions/kernel/operation/system-context.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import { unitOfWork } from '../../../functions/kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { dynamoProgramDirectory } from '../../../functions/tenants/infrastructure/dynamo-program-directory.ts';
import { fakeAccountIssuer } from '../../support/fakes/account-issuer.ts';
import { storeCustomer, tenantWithProgram } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
const issuer = fakeAccountIssuer();

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await tenantWithProgram(platform);
});
afterAll(() => platform.stop());

const open = async (customerId: string, balanceId: string, currency: Currency = 'INR') => {
  const opening = balanceOpening({
    balances: dynamoBalanceStore(platform.table, pager(platform.secrets)),
    customers: dynamoCustomerDirectory(platform.table),
    programs: dynamoProgramDirectory(platform.table),
    issuer,
    unitOfWork: unitOfWork(platform),
  });
  const context = await systemContext(platform, { tenant, operation: 'ensureBalance', requestId: 'req_test' });
  return opening.open(context, { balanceId, customerId, currency });
};

const verified = async () => (await storeCustomer(platform, tenant, { level: 'full' })).customerId;

const newId = () => platform.ids.next('bal', tenant);

describe('BalanceOpening', () => {
  it('AN-04 opens a balance under the id of the workflow, and the directory finds it', async () => {
    const customerId = await verified();
    const balanceId = newId();
    const facts = await open(customerId, balanceId);
    expect(facts).toEqual({ balanceId, customerId, currency: 'INR', state: 'active', externalId: `acc_${balanceId}` });
    const directory = dynamoBalanceDirectory(platform.table);
    expect(await directory.find(tenant, balanceId)).toEqual(facts);
    expect(await directory.find(await platform.tenant(), balanceId)).toBeUndefined();
    expect(await directory.hasAny(tenant, customerId)).toBe(true);
    expect(await directory.hasAny(tenant, await verified())).toBe(false);
  });

  it('I3 opens one balance however often, and however close together, the step runs', async () => {
    const customerId = await verified();
    const balanceId = newId();
    const first = await Promise.all([open(customerId, balanceId), open(customerId, balanceId)]);
    const again = await open(customerId, balanceId);
    expect([first[0], first[1]]).toEqual([again, again]);
    const stored = (await platform.items()).filter(
      (item) => item['item'] === 'balance' && item['customerId'] === customerId,
    );
    expect(stored).toHaveLength(1);
    const records = (await platform.items()).filter(
      (item) => item['item'] === 'record' && item['resourceId'] === balanceId,
    );
    expect(records).toHaveLength(1);
  });

  it('AN-03 refuses by name: customer, KYC, state, currency', async () => {
    const stranger = platform.ids.next('cus', tenant);
    const unknown = (await storeCustomer(platform, tenant)).customerId;
    const suspended = (await storeCustomer(platform, tenant, { level: 'full', status: 'suspended' })).customerId;
    await expect(open(stranger, newId())).rejects.toMatchObject({ code: 'customer_not_found' });
    await expect(open(unknown, newId())).rejects.toMatchObject({ code: 'kyc_required' });
    await expect(open(suspended, newId())).rejects.toMatchObject({ code: 'invalid_state' });
    await expect(open(await verified(), newId(), 'EUR')).rejects.toMatchObject({ code: 'currency_unsupported' });
  });
});

describe('HeldBalances', () => {
  it('reads every balance of a customer, beyond one page of entries', async () => {
    const customerId = await verified();
    const store = dynamoBalanceStore(platform.table, pager(platform.secrets));
    const writes = Array.from({ length: 101 }, () => {
      const balanceId = newId();
      const account = { externalId: `acc_${balanceId}`, number: '1' };
      const balance = openBalance(
        { balanceId, customerId, currency: 'INR', account, level: 'full' },
        platform.clock.now(),
      );
      return store.create(tenant, { ...balance, posted: 1n }).map(({ write }) => write);
    });
    await Promise.all(writes.map((some, number) => platform.table.transact(some, `balance-${number}`)));
    const held = await dynamoHeldBalances(platform.table).heldBy(tenant, customerId);
    expect(new Set(held.map(({ balanceId }) => balanceId)).size).toBe(101);
    expect(held.every(({ posted }) => posted.minor === 1n)).toBe(true);
  });
});
