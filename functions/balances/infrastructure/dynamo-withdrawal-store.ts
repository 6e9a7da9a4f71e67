import { ConcurrentChange, InvalidState } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { transactionSortKey } from '../domain/transaction.ts';
import type { Payee, Withdrawal } from '../domain/withdrawal.ts';
import { withdrawalNotFound } from '../domain/withdrawal.ts';
import type { WithdrawalStore } from '../ports/withdrawal-store.ts';
import { balanceKey } from './dynamo-balance-store.ts';
import { givenBackItem, withdrawalItem } from './withdrawal-items.ts';

const partition = (tenant: TenantContext, withdrawalId: string): string =>
  tenantKey(tenant, 'WITHDRAWAL', withdrawalId);

const keyOf = (tenant: TenantContext, withdrawalId: string): Key => ({
  pk: partition(tenant, withdrawalId),
  sk: 'WITHDRAWAL',
});

const givenBackKey = (tenant: TenantContext, balanceId: string, payee: Payee): Key => ({
  pk: balanceKey(tenant, balanceId).pk,
  sk: `GIVEN_BACK#${payee.type === 'program' ? payee.type : payee.token}`,
});

/** Moves what went back to a payee. @param room what may have gone back before; undefined: any amount may */
const counting = (
  tenant: TenantContext,
  { withdrawalId, balanceId, payee }: Withdrawal,
  { minor, room }: { readonly minor: bigint; readonly room?: bigint | undefined },
): WriteIntent => ({
  label: 'given_back',
  write: {
    kind: 'update',
    key: givenBackKey(tenant, balanceId, payee),
    update: {
      text: 'SET #minor = if_not_exists(#minor, :nothing) + :amount, #item = :item',
      names: { '#minor': 'minor', '#item': 'item' },
      values: { ':nothing': 0n, ':amount': minor, ':item': givenBackItem.name },
    },
    ...(room === undefined
      ? {}
      : { condition: { text: 'attribute_not_exists(#minor) OR #minor <= :room', values: { ':room': room } } }),
  },
  // Somebody withdrew to the same payee since it was read: less of what came from there is left.
  refused: () => new ConcurrentChange(withdrawalId),
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
  givenBack: async (tenant, balanceId, payee) => {
    const item = await table.get(givenBackKey(tenant, balanceId, payee));
    return item === undefined ? 0n : givenBackItem.decode(item).minor;
  },
  giveBack: (tenant, withdrawal, came) => {
    const { minor } = withdrawal.amount;
    return counting(tenant, withdrawal, { minor, room: came === undefined ? undefined : came - minor });
  },
  notGivenBack: (tenant, withdrawal) => counting(tenant, withdrawal, { minor: -withdrawal.amount.minor }),
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
