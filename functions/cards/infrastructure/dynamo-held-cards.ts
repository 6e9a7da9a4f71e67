import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Card } from '../domain/card.ts';
import { isOpen } from '../domain/card.ts';
import { cardItem } from './card-items.ts';

const pageSize = 100;

interface HeldCards {
  /** Ids of the cards that are not closed, expired or failed. */
  openCardsOf(tenant: TenantContext, customerId: string): Promise<readonly string[]>;
  /** The newest 100 cards of a balance. */
  ofBalance(tenant: TenantContext, balanceId: string): Promise<readonly Card[]>;
}

/**
 * What closing a customer and showing a balance ask of cards; their handlers wire it to their own ports. The indexes
 * follow within moments.
 */
export const dynamoHeldCards = (table: Table): HeldCards => {
  const openPage = async (pk: string, start: Item | undefined) => {
    const page = { index: 'gsi1', pk, limit: pageSize, ...(start === undefined ? {} : { start }) } as const;
    const { items, last } = await table.query(page);
    return { open: items.map((item) => cardItem.decode(item)).filter(isOpen), last };
  };
  return {
    openCardsOf: async (tenant, customerId) => {
      const pk = tenantKey(tenant, 'CUSTOMER', customerId, 'CARDS');
      const open: string[] = [];
      let start: Item | undefined;
      do {
        const page = await openPage(pk, start);
        open.push(...page.open.map(({ cardId }) => cardId));
        start = page.last;
      } while (start !== undefined);
      return open;
    },
    ofBalance: async (tenant, balanceId) => {
      const pk = tenantKey(tenant, 'BALANCE', balanceId, 'CARDS');
      const { items } = await table.query({ index: 'gsi2', pk, newestFirst: true, limit: pageSize });
      return items.map((item) => cardItem.decode(item));
    },
  };
};
