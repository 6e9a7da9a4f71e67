import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { IndexKeys } from '../../kernel/persistence/item.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Pager } from '../../kernel/persistence/page.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Card } from '../domain/card.ts';
import type { CardStore } from '../ports/card-store.ts';
import { cardItem } from './card-items.ts';

const partition = (tenant: TenantContext, cardId: string): string => tenantKey(tenant, 'CARD', cardId);

const ofCustomer = (tenant: TenantContext, customerId: string): string =>
  tenantKey(tenant, 'CUSTOMER', customerId, 'CARDS');

const ofBalance = (tenant: TenantContext, balanceId: string): string =>
  tenantKey(tenant, 'BALANCE', balanceId, 'CARDS');

const keyOf = (tenant: TenantContext, cardId: string): Key => ({ pk: partition(tenant, cardId), sk: 'CARD' });

/** A removed card leaves the lists. */
const listed = (tenant: TenantContext, card: Card): IndexKeys =>
  card.removedAt === undefined
    ? {
        gsi1pk: ofCustomer(tenant, card.customerId),
        gsi1sk: card.cardId,
        gsi2pk: ofBalance(tenant, card.balanceId),
        gsi2sk: card.cardId,
      }
    : {};

const toItem = (tenant: TenantContext, card: Card): Item & Key =>
  cardItem.encode({ ...keyOf(tenant, card.cardId), ...listed(tenant, card) }, card);

const read = async (table: Table, tenant: TenantContext, cardId: string): Promise<Card | undefined> => {
  const item = await table.get(keyOf(tenant, cardId));
  return item === undefined ? undefined : cardItem.decode(item);
};

export const dynamoCardStore = (table: Table, pager: Pager): CardStore => ({
  partition,
  find: async (tenant, cardId) => {
    const card = await read(table, tenant, cardId);
    return card?.removedAt === undefined ? card : undefined;
  },
  findEvenRemoved: (tenant, cardId) => read(table, tenant, cardId),
  listOfCustomer: async (tenant, customerId, page) => {
    const { items, nextCursor } = await pager.read({ tenant, list: `listCards:${customerId}` }, page, (range) =>
      table.query({ index: 'gsi1', pk: ofCustomer(tenant, customerId), newestFirst: true, ...range }),
    );
    return { data: items.map((item) => cardItem.decode(item)), nextCursor };
  },
  create: (tenant, card) => [
    create(
      'card',
      toItem(tenant, card),
      () =>
        new DomainError('conflict', 'already_exists', { detail: 'This card exists already.', resourceId: card.cardId }),
    ),
    bindReference('issuer-card', card.externalId, { tenant, resourceId: card.cardId, parentId: card.balanceId }),
  ],
  replace: (tenant, card) =>
    replace('card', toItem(tenant, card), { sequence: card.sequence - 1, resourceId: card.cardId }),
});
