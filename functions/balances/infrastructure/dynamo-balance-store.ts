import { ConcurrentChange, DomainError, InvalidState } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Pager } from '../../kernel/persistence/page.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Balance, BalanceState } from '../domain/balance.ts';
import { statesBefore } from '../domain/balance.ts';
import { balanceNotEmpty, balanceNotFound } from '../domain/balance-errors.ts';
import type { BalanceStore } from '../ports/balance-store.ts';
import { balanceItem } from './balance-items.ts';

const partition = (tenant: TenantContext, balanceId: string): string => tenantKey(tenant, 'BALANCE', balanceId);

/** Partition of index gsi1 that lists a customer's balances. */
export const balancesOf = (tenant: TenantContext, customerId: string): string =>
  tenantKey(tenant, 'CUSTOMER', customerId, 'BALANCES');

export const balanceKey = (tenant: TenantContext, balanceId: string): Key => ({
  pk: partition(tenant, balanceId),
  sk: 'BALANCE',
});

const toItem = (tenant: TenantContext, { posted, ...balance }: Balance): Item & Key =>
  balanceItem.encode(
    {
      ...balanceKey(tenant, balance.balanceId),
      gsi1pk: balancesOf(tenant, balance.customerId),
      gsi1sk: balance.balanceId,
    },
    { ...balance, available: posted - balance.held },
  );

/** The stored parts as a balance: what is posted is what is available and what is held. */
export const toBalance = (item: Item): Balance => {
  const { available, ...balance } = balanceItem.decode(item);
  return { ...balance, posted: available + balance.held };
};

/** The balance as it is stored now. */
export const findBalance = async (
  table: Table,
  tenant: TenantContext,
  balanceId: string,
): Promise<Balance | undefined> => {
  const item = await table.get(balanceKey(tenant, balanceId));
  return item === undefined ? undefined : toBalance(item);
};

const changeState: BalanceStore['changeState'] = (tenant, after) => {
  const before: readonly BalanceState[] = statesBefore[after.state];
  const names = before.map((_, position) => `:from${position}`);
  const empty = after.state === 'closed' ? { ':zero': 0 } : {};
  return {
    label: 'balance',
    write: {
      kind: 'update',
      key: balanceKey(tenant, after.balanceId),
      update: {
        text: 'SET #state = :state, #sequence = :sequence',
        names: { '#state': 'state', '#sequence': 'sequence' },
        values: { ':state': after.state, ':sequence': after.sequence },
      },
      condition: {
        text:
          `#sequence = :before AND #state IN (${names.join(', ')})` +
          (after.state === 'closed' ? ' AND available = :zero AND held = :zero' : ''),
        values: {
          ':before': after.sequence - 1,
          ...Object.fromEntries(before.map((state, position) => [`:from${position}`, state])),
          ...empty,
        },
      },
    },
    refused: (old) => {
      if (old === undefined) return balanceNotFound();
      const { sequence, state } = toBalance(old);
      if (!before.includes(state)) return new InvalidState(`The balance is ${state}.`);
      return sequence === after.sequence - 1 ? balanceNotEmpty() : new ConcurrentChange(after.balanceId);
    },
  };
};

export const dynamoBalanceStore = (table: Table, pager: Pager): BalanceStore => ({
  partition,
  changeState,
  find: (tenant, balanceId) => findBalance(table, tenant, balanceId),
  listOfCustomer: async (tenant, customerId, page) => {
    const { items, nextCursor } = await pager.read({ tenant, list: `listBalances:${customerId}` }, page, (read) =>
      table.query({ index: 'gsi1', pk: balancesOf(tenant, customerId), newestFirst: true, ...read }),
    );
    return { data: items.map(toBalance), nextCursor };
  },
  create: (tenant, balance) => [
    create(
      'balance',
      toItem(tenant, balance),
      () =>
        new DomainError('conflict', 'already_exists', {
          detail: 'This balance exists already.',
          resourceId: balance.balanceId,
        }),
    ),
    bindReference('issuer-account', balance.account.externalId, { tenant, resourceId: balance.balanceId }),
  ],
});
