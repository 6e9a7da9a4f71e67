import { tenantKey } from '../../../functions/kernel/persistence/keys.ts';
import type { Item } from '../../../functions/kernel/persistence/table.ts';
import type { CardWorld } from './given-cards.ts';

/** The records that stand beside a card, oldest first; read by their key. */
export const recordsOfCard = async (
  { platform, tenant }: Pick<CardWorld, 'platform' | 'tenant'>,
  cardId: string,
): Promise<readonly Item[]> => {
  const pk = tenantKey(tenant, 'CARD', cardId);
  return (await platform.table.query({ pk, sk: { beginsWith: 'RECORD#' }, limit: 100, consistent: true })).items;
};
