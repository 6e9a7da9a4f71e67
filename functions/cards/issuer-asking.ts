import type { SpendCards } from '../balances/ports/spend-cards.ts';
import { TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import { openingWork } from './card-handing-over.ts';
import type { Card } from './domain/card.ts';
import { cardNotFound } from './domain/card-errors.ts';
import type { IssuerWish } from './domain/issuer-word.ts';
import { withIssuerAnswer } from './domain/issuer-word.ts';
import type { StatusCause } from './domain/status-change.ts';
import type { CardStore } from './ports/card-store.ts';
import { IssuerRefused } from './ports/issuer-refused.ts';
import type { IssuerCardStatus, IssuerWord } from './ports/issuer-status.ts';
import { retried } from './status-work.ts';

/** What changes of a card's status need. */
export interface CardStatusDependencies {
  readonly cards: CardStore;
  readonly spending: Pick<SpendCards, 'change'>;
  readonly issuer: IssuerCardStatus;
  readonly unitOfWork: UnitOfWork;
}

/** A confirmation is a change of its own, of what is known: it outdates reports of earlier moments. */
export const causeOfWord = (before: Card, after: Card): StatusCause => ({
  type:
    before.issuerStatus === after.issuerStatus && before.status === after.status
      ? 'card.issuer_status_confirmed'
      : 'card.issuer_status_changed',
  origin: 'network',
  reason: after.issuerReason,
  lockCode: after.locks.find(({ code }) => before.locks.every((lock) => lock.code !== code))?.code,
});

export const reportOf = ({ issuerStatus, at, reason }: IssuerWord) => ({ status: issuerStatus, at, reason });

/**
 * Stores what the issuer said (AL-14); nothing when it is not news.
 * @param answer.asked the card as it was when the issuer was asked
 */
export const takeWord = async (
  deps: Omit<CardStatusDependencies, 'issuer'>,
  context: OperationContext,
  { asked, word }: { readonly asked: Card; readonly word: IssuerWord },
): Promise<Card> =>
  retried(async () => {
    const before = await deps.cards.findEvenRemoved(context.tenant, asked.cardId);
    if (before === undefined) throw cardNotFound();
    const after = withIssuerAnswer(before, reportOf(word), asked);
    if (after === undefined) return before;
    const work = await openingWork(deps, context, { before, after, cause: causeOfWord(before, after) });
    return deps.unitOfWork.commit(context, work, after);
  });

/** No word: the timer of the restriction asks again. */
const noWord = ({ log }: OperationContext, { cardId }: Card, code: string): void => {
  log.warn('issuer_not_told', { resourceId: cardId, provider: 'issuer', code });
};

const wordAfterRefusal = async (
  { issuer }: Pick<CardStatusDependencies, 'issuer'>,
  context: OperationContext,
  card: Card,
): Promise<IssuerWord | undefined> => {
  try {
    return await issuer.readStatus(context.tenant, card.externalId);
  } catch (error) {
    if (error instanceof IssuerRefused || error instanceof TemporarilyUnavailable) {
      noWord(context, card, error.code);
      return undefined;
    }
    throw error;
  }
};

/**
 * Asks the issuer to be as strict as this platform is already. Whether it answers or not, the restriction stands: an
 * issuer that says no is asked what it says instead, and one that is silent is looked at again later.
 */
export const askToRestrict = async (
  { issuer }: Pick<CardStatusDependencies, 'issuer'>,
  context: OperationContext,
  { card, wish }: { readonly card: Card; readonly wish: IssuerWish },
): Promise<IssuerWord | undefined> => {
  try {
    const word = await issuer.changeStatus(context.tenant, { externalId: card.externalId, ...wish });
    return { ...word, reason: word.reason ?? wish.reason };
  } catch (error) {
    if (error instanceof IssuerRefused) return wordAfterRefusal({ issuer }, context, card);
    if (!(error instanceof TemporarilyUnavailable)) throw error;
    noWord(context, card, error.code);
    return undefined;
  }
};
