import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { MessageName } from '../domain/network-message.ts';
import type { AuthorizationStore } from '../ports/authorization-store.ts';
import { authorizationOf, holdToItem, purchaseNamed, wentToSuspense } from './authorization-items.ts';
import { messagePlace, transactionPlace, transactionPrefix } from './message-places.ts';

const keyOf = (tenant: TenantContext, balanceId: string, name: MessageName): Key => ({
  pk: tenantKey(tenant, 'BALANCE', balanceId),
  sk: transactionPlace(tenant, name),
});

const pageSize = 100;
const mostPages = 5;

const purchaseLike =
  (table: Table): AuthorizationStore['purchaseLike'] =>
  async (tenant, balanceId, refunded) => {
    let start: Item | undefined;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await table.query({
        ...{ pk: tenantKey(tenant, 'BALANCE', balanceId), sk: { beginsWith: transactionPrefix } },
        ...{ newestFirst: true, consistent: true, limit: pageSize },
        ...(start === undefined ? {} : { start }),
      });
      for (const item of page.items) {
        const name = purchaseNamed(item, refunded);
        if (name !== undefined) return name;
      }
      if (page.last === undefined) return undefined;
      start = page.last;
    }
    return undefined;
  };

export const dynamoAuthorizationStore = (table: Table): AuthorizationStore => ({
  transactionPlace,
  messagePlace,
  attached: holdToItem,
  read: authorizationOf,
  find: async (tenant, balanceId, name) => {
    const item = await table.get(keyOf(tenant, balanceId, name));
    return item === undefined ? undefined : authorizationOf(item);
  },
  purchaseLike: purchaseLike(table),
  isInSuspense: async (tenant, balanceId, name) => {
    const item = await table.get(keyOf(tenant, balanceId, name));
    return item !== undefined && wentToSuspense(item);
  },
  message: (tenant, balanceId, name) =>
    table.get({ pk: tenantKey(tenant, 'BALANCE', balanceId), sk: messagePlace(tenant, name) }),
  change: (tenant, { balanceId, name, authorizationId }, hold) => ({
    label: 'authorization',
    write: {
      kind: 'update',
      key: keyOf(tenant, balanceId, name),
      update: { text: 'SET attached = :hold', values: { ':hold': holdToItem(hold) } },
      condition: {
        text: 'attached.#version = :before',
        names: { '#version': 'version' },
        values: { ':before': BigInt(hold.version - 1) },
      },
    },
    refused: () => new ConcurrentChange(authorizationId),
  }),
});
