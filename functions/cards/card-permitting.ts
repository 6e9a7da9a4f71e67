import { InvalidState } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import { openingWork } from './card-handing-over.ts';
import { unchanged, visibleCard } from './card-restricting.ts';
import type { Card } from './domain/card.ts';
import { withIssuerAnswer } from './domain/issuer-word.ts';
import type { StatusCause } from './domain/status-change.ts';
import type { CardStatusDependencies } from './issuer-asking.ts';
import { reportOf, takeWord } from './issuer-asking.ts';
import { listenFirst } from './issuer-listening.ts';
import { IssuerRefused } from './ports/issuer-refused.ts';
import type { IssuerWord } from './ports/issuer-status.ts';
import { retried, unkeyed } from './status-work.ts';

/** A command that opens a card, and what is answered then. */
export interface Permission<Answer> {
  readonly cardId: string;
  /** The card as it is to be if the issuer agrees. */
  readonly decide: (card: Card) => { readonly card: Card; readonly cause: StatusCause };
  readonly answer: (card: Card) => Answer;
}

const askToOpen = async (deps: CardStatusDependencies, context: OperationContext, asked: Card): Promise<IssuerWord> => {
  const { externalId } = asked;
  try {
    return await deps.issuer.changeStatus(context.tenant, { externalId, status: 'active' });
  } catch (error) {
    if (!(error instanceof IssuerRefused)) throw error;
    const word = await deps.issuer.readStatus(context.tenant, externalId);
    await takeWord(deps, unkeyed(context), { asked, word });
    throw new InvalidState(`The issuer says that the card is ${word.issuerStatus}.`);
  }
};

/** The issuer is asked only for a card that nothing here holds back, and that is to be active. */
const needsIssuer = ({ locks, requestedStatus }: Card): boolean => locks.length === 0 && requestedStatus === 'active';

/** What the issuer said, and the card as it was when it was asked. */
interface Answered {
  readonly before: Card;
  readonly asked: Card;
  readonly cause: StatusCause;
  readonly word: IssuerWord;
}

/**
 * The issuer also tells of the status that it was asked for. Where that was heard before its answer was stored, it has
 * lifted the network's locks already, and nothing is left but to record who asked for it.
 */
const heardAlready = (
  now: Card,
  answered: Answered | undefined,
): ReturnType<Permission<never>['decide']> | undefined => {
  if (answered === undefined || now.status !== 'active' || answered.before.status !== 'locked') return undefined;
  if (answered.before.locks.some(({ origin }) => origin !== 'network')) return undefined;
  return { card: { ...now, sequence: now.sequence + 1 }, cause: answered.cause };
};

/** The card as it was asked for, with what the issuer made of it. */
const withAnswer = (asked: Card, answer: Answered | undefined): Card => {
  if (answer === undefined) return asked;
  const card = { ...asked, sequence: asked.sequence - 1 };
  return withIssuerAnswer(card, reportOf(answer.word), answer.asked) ?? asked;
};

/**
 * Opens a card: the issuer first, so that nothing is open here that is shut there, then here.
 *
 * 1. Decide whether the caller may.
 * 2. Ask the issuer, when nothing else holds the card, and listen first whether it shut the card by itself meanwhile.
 *    Without its answer nothing changes: the caller repeats.
 * 3. Commit the card as the issuer said (AL-14), its place on the balance, the record and the caller's key. A lock that
 *    came meanwhile stays, and the issuer is told of it again by the timer.
 * @throws card_not_found, what `decide` throws, invalid_state when the issuer refuses, temporarily_unavailable
 */
export const permit = async <Answer>(
  deps: CardStatusDependencies,
  context: OperationContext,
  { cardId, decide, answer }: Permission<Answer>,
): Promise<Answer> => {
  let answered: Answered | undefined;
  try {
    return await retried(async () => {
      const before = await visibleCard(deps, context, cardId);
      const heard = heardAlready(before, answered);
      const { card: asked, cause } = heard ?? decide(before);
      if (asked === before) return unchanged(deps, context, answer(before));
      if (heard === undefined && needsIssuer(asked)) {
        await listenFirst(deps, context, before);
        answered = { before, asked, cause, word: await askToOpen(deps, context, asked) };
      }
      const after = withAnswer(asked, answered);
      const work = await openingWork(deps, context, { before, after, cause });
      return deps.unitOfWork.commit(context, work, answer(after));
    });
  } catch (error) {
    // The issuer opened what is not to be open any more: its word makes that known, and the timer sees to it.
    if (answered !== undefined) await takeWord(deps, unkeyed(context), answered);
    throw error;
  }
};
