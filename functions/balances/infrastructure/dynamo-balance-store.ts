import { ConcurrentChange, DomainError, InvalidState } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Pager } from '../../kernel/persistence/page.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { UseRules } from '../../policies/card-controls.ts';
import type { Balance, BalanceState } from '../domain/balance.ts';
import { statesBefore } from '../domain/balance.ts';
import { balanceNotEmpty, balanceNotFound } from '../domain/balance-errors.ts';
import type { BalanceStore } from '../ports/balance-store.ts';
import { balanceEntryItem, balanceItem } from './balance-items.ts';
import { holderRulesOf } from './spend-rules.ts';

const partition = (tenant: TenantContext, balanceId: string): string => tenantKey(tenant, 'BALANCE', balanceId);

/** Where the entries of a customer's balances stand, oldest first. */
export const entriesOf = (tenant: TenantContext, customerId: string) =>
  ({ pk: tenantKey(tenant, 'CUSTOMER', customerId), sk: { beginsWith: 'BALANCE#' } }) as const;

export const balanceKey = (tenant: TenantContext, balanceId: string): Key => ({
  pk: partition(tenant, balanceId),
  sk: 'BALANCE',
});

const toItem = (tenant: TenantContext, { posted, ...balance }: Balance, holder: UseRules | undefined): Item & Key =>
  balanceItem.encode(balanceKey(tenant, balance.balanceId), {
    ...balance,
    available: posted - balance.held,
    cards: {},
    ...(holder === undefined ? {} : { holder: holderRulesOf(holder) }),
  });

const toEntry = (tenant: TenantContext, { customerId, balanceId }: Balance): Item & Key =>
  balanceEntryItem.encode({ pk: entriesOf(tenant, customerId).pk, sk: `BALANCE#${balanceId}` }, { balanceId });

/** The stored parts as a balance: what is posted is what is available and what is held. */
export const toBalance = (item: Item): Balance => {
  const { available, cards: _cards, counters: _counters, holder: _holder, ...balance } = balanceItem.decode(item);
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

/** The items of the balances that entries name, as they are stored now. */
export const findBalanceItems = async (
  table: Table,
  tenant: TenantContext,
  entries: readonly Item[],
): Promise<readonly Item[]> => {
  const ids = entries.map((entry) => balanceEntryItem.decode(entry).balanceId);
  const found = await Promise.all(ids.map((balanceId) => table.get(balanceKey(tenant, balanceId))));
  return found.filter((item) => item !== undefined);
};

/** The balances that entries name, as they are stored now. */
const findBalances = async (
  table: Table,
  tenant: TenantContext,
  entries: readonly Item[],
): Promise<readonly Balance[]> => (await findBalanceItems(table, tenant, entries)).map(toBalance);

export const changeBalanceState: BalanceStore['changeState'] = (tenant, after) => {
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
  changeState: changeBalanceState,
  find: (tenant, balanceId) => findBalance(table, tenant, balanceId),
  listOfCustomer: async (tenant, customerId, page) => {
    const { items, nextCursor } = await pager.read({ tenant, list: `listBalances:${customerId}` }, page, (read) =>
      table.query({ ...entriesOf(tenant, customerId), newestFirst: true, ...read }),
    );
    return { data: await findBalances(table, tenant, items), nextCursor };
  },
  create: (tenant, balance, holder) => [
    create(
      'balance',
      toItem(tenant, balance, holder),
      () =>
        new DomainError('conflict', 'already_exists', {
          detail: 'This balance exists already.',
          resourceId: balance.balanceId,
        }),
    ),
    { label: 'balance_entry', write: { kind: 'put', item: toEntry(tenant, balance) }, refused: balanceNotFound },
    bindReference('issuer-account', balance.account.externalId, { tenant, resourceId: balance.balanceId }),
  ],
});
