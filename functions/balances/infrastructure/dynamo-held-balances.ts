import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Money } from '../../kernel/money/money.ts';
import { money } from '../../kernel/money/money.ts';
import type { Item, Table } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Balance } from '../domain/balance.ts';
import { inState } from '../domain/balance.ts';
import { balanceNotFound } from '../domain/balance-errors.ts';
import { balanceStateChanged } from '../domain/balance-events.ts';
import { balanceItem } from './balance-items.ts';
import { balanceKey, changeBalanceState, entriesOf, findBalanceItems, toBalance } from './dynamo-balance-store.ts';

interface TakenInMonth {
  readonly month: string;
  readonly taken: Money;
}

interface OwnedBalance {
  readonly balanceId: string;
  readonly posted: Money;
  readonly held: Money;
  readonly person?: string | undefined;
  readonly cash?: TakenInMonth | undefined;
  readonly abroad?: TakenInMonth | undefined;
}

/** Under these names authorizations count in the balance's item cash (rule 67), and what is spent abroad (rule 87). */
const cashCounter = 'cash';
const abroadCounter = 'abroad';

const pageSize = 100;

const itemsOf = async (table: Table, tenant: TenantContext, customerId: string): Promise<readonly Item[]> => {
  const entries: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await table.query({
      ...entriesOf(tenant, customerId),
      limit: pageSize,
      consistent: true,
      ...(start === undefined ? {} : { start }),
    });
    entries.push(...page.items);
    start = page.last;
  } while (start !== undefined);
  return findBalanceItems(table, tenant, entries);
};

/** All balances of a customer, in any state, as they are stored now. */
export const balancesOf = async (
  table: Table,
  tenant: TenantContext,
  customerId: string,
): Promise<readonly Balance[]> => (await itemsOf(table, tenant, customerId)).map(toBalance);

const toOwned = (item: Item): OwnedBalance => {
  const { balanceId, posted, held, currency, person } = toBalance(item);
  const { counters = {} } = balanceItem.decode(item);
  const takenBy = (name: string): TakenInMonth | undefined => {
    const counter = counters[name];
    return counter === undefined ? undefined : { month: counter.window, taken: money(counter.used, currency) };
  };
  return {
    balanceId,
    posted: money(posted, currency),
    held: money(held, currency),
    person,
    cash: takenBy(cashCounter),
    abroad: takenBy(abroadCounter),
  };
};

/** A customer's balances with what they hold right now. */
export const dynamoHeldBalances = (
  table: Table,
): { readonly heldBy: (tenant: TenantContext, customerId: string) => Promise<readonly OwnedBalance[]> } => ({
  heldBy: async (tenant, customerId) => (await itemsOf(table, tenant, customerId)).map(toOwned),
});

const levelWrite = (tenant: TenantContext, balanceId: string, level: 'minimum' | 'full'): WriteIntent => ({
  label: 'balance',
  write: {
    kind: 'update',
    key: balanceKey(tenant, balanceId),
    update: { text: 'SET #level = :level', values: { ':level': level } },
    condition: { text: 'attribute_exists(pk)', names: { '#level': 'level' } },
  },
  refused: balanceNotFound,
});

interface HolderStanding {
  levelWrites(tenant: TenantContext, customerId: string, level: 'minimum' | 'full'): Promise<readonly WriteIntent[]>;
  closing(
    tenant: TenantContext,
    customerId: string,
  ): Promise<{ readonly writes: readonly WriteIntent[]; readonly records: readonly RecordDraft[] }>;
}

/** Only its tenant closes a customer. */
const closedWithCustomer = { origin: 'tenant', reason: 'The customer was closed.' } as const;

/** What a change of a customer writes to its balances. */
export const dynamoHolderStanding = (table: Table): HolderStanding => ({
  levelWrites: async (tenant, customerId, level) =>
    (await balancesOf(table, tenant, customerId)).map(({ balanceId }) => levelWrite(tenant, balanceId, level)),
  closing: async (tenant, customerId) => {
    const open = (await balancesOf(table, tenant, customerId)).filter(({ state }) => state !== 'closed');
    const changes = open.map((before) => ({ before, after: inState(before, 'closed') }));
    return {
      writes: changes.map(({ after }) => changeBalanceState(tenant, after)),
      records: changes.map((change) =>
        balanceStateChanged(balanceKey(tenant, change.after.balanceId).pk, change, closedWithCustomer),
      ),
    };
  },
});
