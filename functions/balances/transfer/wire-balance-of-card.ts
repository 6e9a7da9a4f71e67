import { dynamoCardStore } from '../../cards/infrastructure/dynamo-card-store.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { findReferenceOwner } from '../../kernel/persistence/provider-reference.ts';
import type { Capabilities } from '../../kernel/platform/platform.ts';
import type { BalanceOfCard } from '../ports/receiver-card-store.ts';

/** A card by the issuer's id of it, wired to the cards of the tenant. */
export const wireBalanceOfCard = ({ table, secrets }: Pick<Capabilities, 'table' | 'secrets'>): BalanceOfCard => ({
  find: async (tenant, cardExternalId) => {
    const owner = await findReferenceOwner(table, 'issuer-card', cardExternalId);
    if (owner?.tenantId !== tenant.tenantId) return undefined;
    const card = await dynamoCardStore(table, pager(secrets)).find(tenant, owner.resourceId);
    return card === undefined ? undefined : { balanceId: card.balanceId, isOpen: card.status !== 'closed' };
  },
});
