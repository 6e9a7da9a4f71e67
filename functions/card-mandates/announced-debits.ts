import type { CardStore } from '../cards/ports/card-store.ts';
import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import type { CardMandate } from './domain/card-mandate.ts';
import { findDebit, isThere } from './domain/card-mandate.ts';
import { eligibleAt } from './domain/debit-verdict.ts';
import type { AnnouncedDebits, KnownMandate } from './ports/announced-debits.ts';
import type { CardMandateStore } from './ports/card-mandate-store.ts';

interface Dependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved'>;
  readonly mandates: Pick<CardMandateStore, 'find'>;
}

/** A card network updates its merchants: they debit the newest card of a chain. */
const newestCard = async (
  cards: Dependencies['cards'],
  tenant: TenantContext,
  cardId: string,
): Promise<string | undefined> => {
  const card = await cards.findEvenRemoved(tenant, cardId);
  if (card === undefined) return undefined;
  if (card.replacedBy === undefined) return card.externalId;
  return (await newestCard(cards, tenant, card.replacedBy)) ?? card.externalId;
};

const known = async (
  { cards }: Dependencies,
  tenant: TenantContext,
  { cardId, reference, merchant }: CardMandate,
): Promise<KnownMandate | undefined> => {
  const cardExternalId = await newestCard(cards, tenant, cardId);
  return cardExternalId === undefined ? undefined : { cardExternalId, reference, merchant };
};

export const announcedDebits = (deps: Dependencies): AnnouncedDebits => ({
  findMandate: async (tenant, mandateId) => {
    const mandate = await deps.mandates.find(tenant, mandateId);
    return isThere(mandate) ? known(deps, tenant, mandate) : undefined;
  },
  findDebit: async (tenant, debitId) => {
    const mandate = await deps.mandates.find(tenant, debitId);
    const debit = mandate === undefined ? undefined : findDebit(mandate, debitId);
    if (mandate === undefined || debit === undefined) return undefined;
    const facts = await known(deps, tenant, mandate);
    const { reference: announcement, amount, status } = debit;
    return facts === undefined ? undefined : { ...facts, announcement, amount, status, eligibleAt: eligibleAt(debit) };
  },
});
