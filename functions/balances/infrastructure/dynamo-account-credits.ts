import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { money } from '../../kernel/money/money.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { AccountCredit } from '../domain/account-credit.ts';
import type { AccountCreditStore } from '../ports/account-credit-store.ts';
import type { VpaStore } from '../ports/vpa-store.ts';
import { accountCreditItem, vpaItem } from './account-credit-items.ts';

const creditPartition = (tenant: TenantContext, transferId: string): string =>
  tenantKey(tenant, 'ACCOUNT_CREDIT', transferId);

const creditKey = (tenant: TenantContext, transferId: string): Key => ({
  pk: creditPartition(tenant, transferId),
  sk: 'CREDIT',
});

const toItem = (tenant: TenantContext, { amount, ...credit }: AccountCredit) =>
  accountCreditItem.encode(creditKey(tenant, credit.transferId), { ...credit, ...amount });

export const dynamoAccountCredits = (table: Table): AccountCreditStore => ({
  partition: creditPartition,
  find: async (tenant, transferId) => {
    const item = await table.get(creditKey(tenant, transferId));
    if (item === undefined) return undefined;
    const { minor, currency, ...credit } = accountCreditItem.decode(item);
    return { ...credit, amount: money(minor, currency) };
  },
  create: (tenant, credit) =>
    create('account_credit', toItem(tenant, credit), () => new ConcurrentChange(credit.transferId)),
  noteReturned: (tenant, transferId) => ({
    label: 'account_credit',
    write: {
      kind: 'update',
      key: creditKey(tenant, transferId),
      update: { text: 'SET #state = :returned', names: { '#state': 'state' }, values: { ':returned': 'returned' } },
      condition: {
        text: '#state = :requested',
        names: { '#state': 'state' },
        values: { ':requested': 'return_requested' },
      },
    },
    refused: () => new ConcurrentChange(transferId),
  }),
});

const vpaPartition = (tenant: TenantContext, balanceId: string): string => tenantKey(tenant, 'VPA', balanceId);

const vpaKey = (tenant: TenantContext, balanceId: string): Key => ({ pk: vpaPartition(tenant, balanceId), sk: 'VPA' });

export const dynamoVpas = (table: Table): VpaStore => ({
  partition: vpaPartition,
  find: async (tenant, balanceId) => {
    const item = await table.get(vpaKey(tenant, balanceId));
    return item === undefined ? undefined : vpaItem.decode(item);
  },
  create: (tenant, vpa) =>
    create('vpa', vpaItem.encode(vpaKey(tenant, vpa.balanceId), vpa), () => new ConcurrentChange(vpa.balanceId)),
});
