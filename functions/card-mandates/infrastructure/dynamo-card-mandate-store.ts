import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Pager } from '../../kernel/persistence/page.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardMandate } from '../domain/card-mandate.ts';
import type { CardMandateStore, MandatePlace } from '../ports/card-mandate-store.ts';
import { cardMandateItem, cardMandatePlaceItem } from './card-mandate-items.ts';

const partition = (tenant: TenantContext, { balanceId, reference }: MandatePlace): string =>
  tenantKey(tenant, 'BALANCE', balanceId, 'MANDATE', reference);

const keyOf = (tenant: TenantContext, place: MandatePlace): Key => ({ pk: partition(tenant, place), sk: 'MANDATE' });

const placeKey = (tenant: TenantContext, id: string): Key => ({
  pk: tenantKey(tenant, 'CARDMANDATE', id),
  sk: 'PLACE',
});

const ofChain = (tenant: TenantContext, chain: string): string => tenantKey(tenant, 'CARDCHAIN', chain, 'MANDATES');

const ofCustomer = (tenant: TenantContext, customerId: string): string =>
  tenantKey(tenant, 'CUSTOMER', customerId, 'CARDMANDATES');

const listKeys = (tenant: TenantContext, { chain, customerId, mandateId }: CardMandate) => ({
  gsi1pk: ofChain(tenant, chain),
  gsi1sk: mandateId,
  gsi2pk: ofCustomer(tenant, customerId),
  gsi2sk: mandateId,
});

const toItem = (tenant: TenantContext, mandate: CardMandate): Item & Key =>
  cardMandateItem.encode(
    {
      ...keyOf(tenant, mandate),
      // What was taken back is in no list.
      ...(mandate.status === 'not_registered' ? {} : listKeys(tenant, mandate)),
    },
    mandate,
  );

const bind = (tenant: TenantContext, { balanceId, reference }: MandatePlace, id: string): WriteIntent =>
  create(
    'card_mandate_place',
    cardMandatePlaceItem.encode(placeKey(tenant, id), { balanceId, reference }),
    () => new ConcurrentChange(id),
  );

const read = async (table: Table, key: Key): Promise<CardMandate | undefined> => {
  const item = await table.get(key);
  return item === undefined ? undefined : cardMandateItem.decode(item);
};

/** What decisions and changes need of the store, without lists. */
export const dynamoCardMandates = (table: Table): Omit<CardMandateStore, 'listOfChain' | 'listOfCustomer'> => ({
  partition,
  at: (tenant, place) => read(table, keyOf(tenant, place)),
  find: async (tenant, id) => {
    const item = await table.get(placeKey(tenant, id));
    return item === undefined ? undefined : read(table, keyOf(tenant, cardMandatePlaceItem.decode(item)));
  },
  create: (tenant, mandate) => [
    create('card_mandate', toItem(tenant, mandate), () => new ConcurrentChange(mandate.mandateId)),
    bind(tenant, mandate, mandate.mandateId),
  ],
  replace: (tenant, mandate) =>
    replace('card_mandate', toItem(tenant, mandate), {
      sequence: mandate.sequence - 1,
      resourceId: mandate.mandateId,
    }),
  bindDebit: bind,
});

export const dynamoCardMandateStore = (table: Table, pager: Pager): CardMandateStore => ({
  ...dynamoCardMandates(table),
  listOfChain: async (tenant, chain, page) => {
    const { items, nextCursor } = await pager.read({ tenant, list: `cardMandatesOfChain:${chain}` }, page, (range) =>
      table.query({ index: 'gsi1', pk: ofChain(tenant, chain), newestFirst: true, ...range }),
    );
    return { data: items.map((item) => cardMandateItem.decode(item)), nextCursor };
  },
  listOfCustomer: async (tenant, customerId, page) => {
    const list = `cardMandatesOfCustomer:${customerId}`;
    const { items, nextCursor } = await pager.read({ tenant, list }, page, (range) =>
      table.query({ index: 'gsi2', pk: ofCustomer(tenant, customerId), newestFirst: true, ...range }),
    );
    return { data: items.map((item) => cardMandateItem.decode(item)), nextCursor };
  },
});
