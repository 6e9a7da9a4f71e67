import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { BankAccountStore } from '../ports/bank-account-store.ts';
import { bankAccountItem } from './bank-items.ts';

/** A token stands in the key below its customer, so another customer's token finds nothing. */
const keyOf = (tenant: TenantContext, customerId: string, token: string): Key => ({
  pk: tenantKey(tenant, 'CUSTOMER', customerId),
  sk: `BANK_ACCOUNT#${token}`,
});

export const dynamoBankAccountStore = (table: Table): BankAccountStore => ({
  partition: (tenant, bankAccountId) => tenantKey(tenant, 'BANK_ACCOUNT', bankAccountId),
  findByToken: async (tenant, customerId, token) => {
    const item = await table.get(keyOf(tenant, customerId, token));
    return item === undefined ? undefined : bankAccountItem.decode(item);
  },
  create: (tenant, account) =>
    create(
      'bank_account',
      bankAccountItem.encode(keyOf(tenant, account.customerId, account.token), account),
      () => new ConcurrentChange(account.bankAccountId),
    ),
});
