import { ConcurrentChange, InvalidState } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { transactionSortKey } from '../domain/transaction.ts';
import { withdrawalNotFound } from '../domain/withdrawal.ts';
import type { WithdrawalStore } from '../ports/withdrawal-store.ts';
import { balanceKey } from './dynamo-balance-store.ts';
import { withdrawalItem } from './withdrawal-items.ts';

const partition = (tenant: TenantContext, withdrawalId: string): string =>
  tenantKey(tenant, 'WITHDRAWAL', withdrawalId);

const keyOf = (tenant: TenantContext, withdrawalId: string): Key => ({
  pk: partition(tenant, withdrawalId),
  sk: 'WITHDRAWAL',
});

export const dynamoWithdrawalStore = (table: Table): WithdrawalStore => ({
  partition,
  find: async (tenant, withdrawalId) => {
    const item = await table.get(keyOf(tenant, withdrawalId));
    return item === undefined ? undefined : withdrawalItem.decode(item);
  },
  create: (tenant, withdrawal) => {
    const { withdrawalId } = withdrawal;
    const item = withdrawalItem.encode(keyOf(tenant, withdrawalId), withdrawal);
    return create('withdrawal', item, () => new ConcurrentChange(withdrawalId));
  },
  replace: (tenant, withdrawal, from) => ({
    label: 'withdrawal',
    write: {
      kind: 'put',
      item: withdrawalItem.encode(keyOf(tenant, withdrawal.withdrawalId), withdrawal),
      condition: {
        text: '#status = :from AND #sequence = :before',
        names: { '#status': 'status', '#sequence': 'sequence' },
        values: { ':from': from, ':before': withdrawal.sequence - 1 },
      },
    },
    refused: (old) => {
      if (old === undefined) return withdrawalNotFound();
      const { status } = withdrawalItem.decode(old);
      return status === from
        ? new ConcurrentChange(withdrawal.withdrawalId)
        : new InvalidState(`The withdrawal is ${status}.`);
    },
  }),
  bindPayment: (tenant, { withdrawalId, externalId }) =>
    bindReference('bank-transfer', externalId, { tenant, resourceId: withdrawalId }),
  endHold: (tenant, { balanceId, withdrawalId, holdId, amount, status }) => ({
    label: 'held_line',
    write: {
      kind: 'update',
      key: { pk: balanceKey(tenant, balanceId).pk, sk: transactionSortKey(holdId ?? withdrawalId) },
      update: {
        text: 'SET #attached.#left = :nothing' + (status === 'completed' ? ', #attached.#cleared = :amount' : ''),
        names: {
          ...{ '#attached': 'attached', '#left': 'left' },
          ...(status === 'completed' ? { '#cleared': 'cleared' } : {}),
        },
        values: { ':nothing': 0n },
      },
      condition: { text: '#attached.#left = :amount', values: { ':amount': amount.minor } },
    },
    refused: () => new ConcurrentChange(withdrawalId),
  }),
});
