import type { CardsOfBalance } from '../../balances/ports/cards-of-balance.ts';
import type { HeldCards } from '../../customers/ports/holdings.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Table } from '../../kernel/persistence/table.ts';
import { isOpen } from '../domain/card.ts';
import { cardItem } from './card-items.ts';

const most = 100;

/** What customers and balances ask of cards. The index follows within moments; at most 100 cards are looked at. */
export const dynamoHeldCards = (table: Table): HeldCards & CardsOfBalance => ({
  openCardsOf: async (tenant, customerId) => {
    const pk = tenantKey(tenant, 'CUSTOMER', customerId, 'CARDS');
    const { items } = await table.query({ index: 'gsi1', pk, newestFirst: true, limit: most });
    const cards = items.map((item) => cardItem.decode(item));
    return cards.filter(isOpen).map(({ cardId }) => cardId);
  },
  ofBalance: async (tenant, balanceId) => {
    const pk = tenantKey(tenant, 'BALANCE', balanceId, 'CARDS');
    const { items } = await table.query({ index: 'gsi2', pk, newestFirst: true, limit: most });
    return items.map((item) => cardItem.decode(item));
  },
});
