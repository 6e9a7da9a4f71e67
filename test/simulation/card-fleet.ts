import { createHash, randomUUID } from 'node:crypto';
import { openBalance } from '../../functions/balances/domain/balance.ts';
import { dynamoBalanceStore } from '../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { spendCardWrites } from '../../functions/balances/infrastructure/dynamo-spend-cards.ts';
import type { Card } from '../../functions/cards/domain/card.ts';
import { dynamoCardStore } from '../../functions/cards/infrastructure/dynamo-card-store.ts';
import type { Log } from '../../functions/kernel/observability/log.ts';
import { lookupKey, tenantKey } from '../../functions/kernel/persistence/keys.ts';
import { pager } from '../../functions/kernel/persistence/page.ts';
import type { Item } from '../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { onboardTenant } from '../../functions/tenants/domain/tenant.ts';
import { tenantToItem } from '../../functions/tenants/infrastructure/dynamo-tenant-store.ts';
import { tenantOrder } from '../support/programs.ts';
import { tenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { tenantLookups } from '../../functions/kernel/tenancy/tenant-directory.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import type { MemoryTable } from './memory-table.ts';
import { memoryTable } from './memory-table.ts';

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined, with: () => silent };

/** A platform on the model of the table, and cards in it. */
export interface CardFleet {
  readonly platform: TestPlatform;
  readonly table: MemoryTable;
  /** Issues a card; with `isLate` only `bind` makes it known. @returns what the issuer calls it, and we */
  issue(isLate?: boolean): Promise<IssuedCard>;
  cardOf(issued: IssuedCard): Promise<Card>;
  recordsOf(): ReadonlyMap<string, readonly Item[]>;
  /** States of inbound events, by their ids; of all, or of one. */
  inbound(eventId?: string): ReadonlyMap<string, readonly unknown[]>;
  /** The tenant of the cards. */
  readonly tenant: TenantContext;
  /** Another tenant, without anything. */
  newTenant(): Promise<TenantContext>;
  /** Equal for equal contents of the table, or of those items of it. */
  hash(which?: (item: Item) => boolean): string;
}

export interface IssuedCard {
  readonly cardId: string;
  readonly externalId: string;
  bind(): Promise<void>;
}

const grouped = <Value>(items: readonly Item[], key: string, valueOf: (item: Item) => Value) => {
  const groups = new Map<string, Value[]>();
  for (const item of items) {
    const name = String(item[key]);
    groups.set(name, [...(groups.get(name) ?? []), valueOf(item)]);
  }
  return groups;
};

const newTenant = async (own: TestPlatform, table: MemoryTable): Promise<TenantContext> => {
  const tenant = tenantContext({ tenantId: own.ids.nextGlobal('ten'), tag: own.ids.nextTag(), sandbox: true });
  const stored = onboardTenant(tenantOrder, {
    tenantId: tenant.tenantId,
    programId: own.ids.next('prg', tenant),
    usageKey: `usage-of-${tenant.tenantId}`,
    now: own.clock.now(),
  });
  for (const item of [...tenantLookups(tenant), tenantToItem(tenant, stored)]) await table.write({ kind: 'put', item });
  return tenant;
};

/** @param own a started platform; everything but its table is used */
export const cardFleet = async (own: TestPlatform): Promise<CardFleet> => {
  const table = memoryTable(own.clock);
  const published = await own.messageKeys.current();
  const messageKeys = { ...own.messageKeys, current: async () => published };
  const platform: TestPlatform = { ...own, table, messageKeys, log: silent };
  const pages = pager(own.secrets);
  const cards = dynamoCardStore(table, pages);
  const tenant = await newTenant(own, table);
  const now = own.clock.now();
  const { ids } = own;

  const inboundKeys = (eventId: string) =>
    [tenantKey(tenant, 'INBOUND', eventId), lookupKey('PLATFORM', 'INBOUND', eventId)].map((pk) => ({
      pk,
      sk: 'INBOUND',
    }));

  const openOne = async (): Promise<{ balanceId: string; customerId: string }> => {
    const [balanceId, customerId] = [ids.next('bal', tenant), ids.next('cus', tenant)];
    const account = { externalId: `acc_${balanceId}`, number: '4400112233' };
    const balance = openBalance({ balanceId, customerId, currency: 'INR', account, level: 'full' }, now);
    const intents = dynamoBalanceStore(table, pages).create(tenant, balance);
    await table.transact(
      intents.map(({ write }) => write),
      randomUUID(),
    );
    return { balanceId, customerId };
  };

  const newCard = (holder: { balanceId: string; customerId: string }): Card => {
    const cardId = ids.next('crd', tenant);
    return {
      ...{ cardId, ...holder, type: 'virtual', network: 'visa', requestedStatus: 'active', issuerStatus: 'active' },
      ...{ issuerStatusAt: now, status: 'active', externalId: `pi_${cardId}`, displayName: 'ASHA RAO' },
      ...{ firstSix: '411111', lastFour: '1111', expiryMonth: 11, expiryYear: 2030, fingerprint: `f_${cardId}` },
      ...{ threeDsEnabled: true, locks: [], createdAt: now, sequence: 1 },
    };
  };

  return {
    platform,
    table,
    issue: async (isLate = false) => {
      const card = newCard(await openOne());
      const placed = spendCardWrites.place(tenant, card.balanceId, { ...card, status: 'active' });
      const [item, ...reference] = cards.create(tenant, card);
      const send = async (
        intents: readonly ({ write: Parameters<MemoryTable['transact']>[0][number] } | undefined)[],
      ) => {
        const writes = intents.flatMap((intent) => (intent === undefined ? [] : [intent.write]));
        const { kind } = await table.transact(writes, randomUUID());
        if (kind !== 'committed') throw new Error('the card was not issued');
      };
      await send([placed, item, ...(isLate ? [] : reference)]);
      return { ...card, bind: () => send(reference) };
    },
    cardOf: async ({ cardId }) => {
      const card = await cards.find(tenant, cardId);
      if (card === undefined) throw new Error(`no card ${cardId}`);
      return card;
    },
    recordsOf: () =>
      grouped(
        table.items().filter(({ item }) => item === 'record'),
        'resourceId',
        (item) => item,
      ),
    inbound: (eventId) =>
      grouped(
        eventId === undefined
          ? table.items().filter(({ item }) => item === 'inbound_event')
          : inboundKeys(eventId)
              .map((key) => table.find(key))
              .filter((item) => item !== undefined),
        'eventId',
        ({ state }) => state,
      ),
    tenant,
    newTenant: () => newTenant(own, table),
    hash: (which = () => true) => {
      const lines = table
        .items()
        .filter(which)
        .map((item) =>
          JSON.stringify(item, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
        );
      return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex');
    },
  };
};
