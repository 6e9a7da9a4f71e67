import { isVisible } from '../kernel/operation/visibility.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import type { Card } from './domain/card.ts';
import { cardNotFound } from './domain/card-errors.ts';
import { graverReason, issuerWish } from './domain/issuer-word.ts';
import type { StatusCause } from './domain/status-change.ts';
import type { CardStatusDependencies } from './issuer-asking.ts';
import { askToRestrict, takeWord } from './issuer-asking.ts';
import { retried, statusWork, unkeyed } from './status-work.ts';

/** A command that makes a card stricter, and what is answered then. */
export interface Restriction<Answer> {
  readonly cardId: string;
  /** The card as it is to be; itself when it is so already. */
  readonly decide: (card: Card) => { readonly card: Card; readonly cause: StatusCause };
  /** What commits with it, also when the card is so already. */
  readonly beside?: Work | undefined;
  readonly answer: (card: Card) => Answer;
}

/** The card, if this caller may know of it. @throws card_not_found */
export const visibleCard = async (
  { cards }: Pick<CardStatusDependencies, 'cards'>,
  context: OperationContext,
  cardId: string,
): Promise<Card> => {
  const card = await cards.find(context.tenant, cardId);
  if (card === undefined || !isVisible(context, card)) throw cardNotFound();
  return card;
};

const nothing: Work = { writes: [], records: [] };

/** Nothing to change, and an answer to keep if the caller named a key. */
export const unchanged = async <Answer>(
  { unitOfWork }: Pick<CardStatusDependencies, 'unitOfWork'>,
  context: OperationContext,
  answer: Answer,
): Promise<Answer> => (context.idempotency === undefined ? answer : unitOfWork.commit(context, nothing, answer));

const together = (work: Work, beside: Work): Work => ({
  writes: [...work.writes, ...beside.writes],
  records: [...work.records, ...beside.records],
});

/** Asks the issuer to be as strict with the card as this platform is, and stores what it says (AL-14). */
export const tellIssuer = async (
  deps: CardStatusDependencies,
  context: OperationContext,
  card: Card,
): Promise<void> => {
  const wish = issuerWish(card) ?? graverReason(card);
  const word = wish === undefined ? undefined : await askToRestrict(deps, context, { card, wish });
  if (word !== undefined) await takeWord(deps, unkeyed(context), { asked: card, word });
};

/**
 * Makes a card stricter: here first, so that the next authorization is decided by it, then at the issuer.
 *
 * 1. Commit the card, its place on the balance, the record, the caller's key with the answer, and a timer that looks
 *    whether the issuer followed: from here on nothing undoes it, not even a crash.
 * 2. Ask the issuer. One that cannot be reached changes nothing: the timer asks again.
 * 3. Commit what it said (AL-14), which need not be what was asked for.
 * @throws card_not_found, what `decide` throws, concurrent_change
 */
export const restrict = async <Answer>(
  deps: CardStatusDependencies,
  context: OperationContext,
  { cardId, decide, beside, answer }: Restriction<Answer>,
): Promise<Answer> => {
  const { card, answered } = await retried(async () => {
    const before = await visibleCard(deps, context, cardId);
    const { card: after, cause } = decide(before);
    if (after === before && beside === undefined) {
      return { card: before, answered: await unchanged(deps, context, answer(before)) };
    }
    const change = after === before ? nothing : statusWork(deps, context, { before, after, cause });
    const work = together(change, beside ?? nothing);
    return { card: after, answered: await deps.unitOfWork.commit(context, work, answer(after)) };
  });
  await tellIssuer(deps, context, card);
  return answered;
};
