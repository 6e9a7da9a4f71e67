import { ConcurrentChange } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Card } from './domain/card.ts';
import { withIssuerAnswer } from './domain/issuer-word.ts';
import type { CardStatusDependencies } from './issuer-asking.ts';
import { reportOf, takeWord } from './issuer-asking.ts';
import { unkeyed } from './status-work.ts';

/** Whether the issuer shuts the card in a way that was not known here: for good, or for a reason of its own. */
const isNewlyShut = (before: Card, heard: Card): boolean =>
  heard.issuerStatus === 'closed' || heard.locks.some((lock) => !before.locks.includes(lock));

/**
 * Listens before the issuer is asked to open a card. Its own suspension, whose webhook may be under way, is not lifted by
 * whoever may lift the locks that are known here (D-04): it is stored, and the caller's right is decided by it.
 * @throws ConcurrentChange when the card is shut by more than was known; temporarily_unavailable
 */
export const listenFirst = async (
  deps: CardStatusDependencies,
  context: OperationContext,
  before: Card,
): Promise<void> => {
  const word = await deps.issuer.readStatus(context.tenant, before.externalId);
  const heard = withIssuerAnswer(before, reportOf(word), before);
  if (heard === undefined || !isNewlyShut(before, heard)) return;
  await takeWord(deps, unkeyed(context), { asked: before, word });
  throw new ConcurrentChange(before.cardId);
};
