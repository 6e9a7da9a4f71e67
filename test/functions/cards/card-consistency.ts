import { spendStatus } from '../../../functions/cards/domain/card.ts';
import { principalLock } from '../../../functions/cards/domain/card-lock.ts';
import { issuerWish } from '../../../functions/cards/domain/issuer-word.ts';
import { statusEvents } from '../../../functions/cards/domain/status-change.ts';
import type { HistoryEntry } from '../../../functions/cards/domain/status-history.ts';
import { historyOf } from '../../../functions/cards/domain/status-history.ts';
import { dynamoCardHistory } from '../../../functions/cards/infrastructure/dynamo-card-history.ts';
import { dynamoBalanceStore } from '../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import type { CardLife, LivingCard } from './card-life.ts';

/** What authorizations are decided by, read by its key: a file with many cards cannot afford to look through all. */
const placed = async ({ platform, tenant }: CardLife, { cardId, balanceId }: LivingCard) => {
  const pk = dynamoBalanceStore(platform.table, pager(platform.secrets)).partition(tenant, balanceId);
  const item = await platform.table.get({ pk, sk: 'BALANCE' });
  const card = (item?.['cards'] as Record<string, { status: string; lock?: bigint }>)[cardId];
  return { status: card?.status, lock: card?.lock === undefined ? undefined : Number(card.lock) };
};

const brokenLinks = (entries: readonly HistoryEntry[]): readonly string[] => {
  const broken: string[] = [];
  let reached = 'requested';
  for (const { from, to } of entries) {
    if (from !== reached) broken.push(`the history goes on from ${from}, and ${reached} was reached`);
    reached = to;
  }
  return broken;
};

/** What is wrong with a card: its place on the balance, or its history, says something else than the card. */
export const contradictions = async (life: CardLife, living: LivingCard): Promise<readonly string[]> => {
  const card = await life.stored(living.cardId);
  const decided = await placed(life, living);
  const lock = card.status === 'locked' ? principalLock(card.locks)?.code : undefined;
  const own = `${spendStatus(card)} ${lock ?? '-'}`;
  const onBalance = `${decided.status} ${decided.lock ?? '-'}`;
  const history = dynamoCardHistory(life.platform.table);
  const entries = historyOf(await history.read(life.tenant, living.cardId), statusEvents);
  const end = entries.at(-1)?.to;
  return [
    ...(own === onBalance ? [] : [`the card is ${own}, on its balance ${onBalance}`]),
    ...brokenLinks(entries),
    ...(end === card.status ? [] : [`the history ends with ${end}, the card is ${card.status}`]),
  ];
};

/** Whether platform and issuer say the same of a card, once everybody has been heard. */
export const disagreements = async (life: CardLife, { cardId }: LivingCard): Promise<readonly string[]> => {
  const [card, word] = [await life.stored(cardId), await life.atIssuer(cardId)];
  const isUsable = { here: card.status === 'active', there: word.issuerStatus === 'active' };
  return [
    ...(card.issuerStatus === word.issuerStatus
      ? []
      : [`the issuer says ${word.issuerStatus}, known is ${card.issuerStatus}`]),
    ...(isUsable.here === isUsable.there ? [] : [`usable: ${JSON.stringify(isUsable)}`]),
    ...(issuerWish(card) === undefined ? [] : ['the issuer is to be asked still']),
  ];
};
