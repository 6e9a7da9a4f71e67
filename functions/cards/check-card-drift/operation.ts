import type { OperationContext } from '../../kernel/operation/context.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { Card } from '../domain/card.ts';
import type { DriftChange } from '../domain/card-drift.ts';
import { driftDetected, driftHealed } from '../domain/card-drift.ts';
import { issuerWish } from '../domain/issuer-word.ts';
import type { CardStatusDependencies } from '../issuer-asking.ts';
import { takeWord } from '../issuer-asking.ts';
import { IssuerRefused } from '../ports/issuer-refused.ts';
import type { IssuerWord } from '../ports/issuer-status.ts';
import { checkLater, retried } from '../status-work.ts';
import type { checkCardDrift as declaration } from './declaration.ts';

const againAfter = { minutes: 60 };

/** The card as the change leaves it; unchanged when another change made it needless. */
const noted = async (
  { cards, unitOfWork }: CardStatusDependencies,
  context: OperationContext,
  { cardId, change }: { readonly cardId: string; readonly change: (card: Card) => DriftChange | undefined },
): Promise<void> =>
  retried(async () => {
    const card = await cards.findEvenRemoved(context.tenant, cardId);
    const next = card === undefined ? undefined : change(card);
    if (next === undefined) return;
    const record = next.record(cards.partition(context.tenant, cardId));
    await unitOfWork.commit(
      context,
      { writes: [cards.replace(context.tenant, next.card)], records: [record] },
      undefined,
    );
  });

const askAgain = async (
  { issuer }: CardStatusDependencies,
  { tenant }: OperationContext,
  card: Card,
): Promise<IssuerWord | undefined> => {
  const wish = issuerWish(card);
  if (wish === undefined) return undefined;
  const { externalId } = card;
  try {
    return await issuer.changeStatus(tenant, { externalId, ...wish });
  } catch (error) {
    if (error instanceof IssuerRefused) return issuer.readStatus(tenant, externalId);
    throw error;
  }
};

/**
 * Looks whether the issuer follows a card's status, and heals what differs (D-02).
 *
 * 1. Ask the issuer and take its word over: a stricter one is what the card is from now on, and a webhook that never
 *    came is made up for.
 * 2. What differed is a drift: note it, once, with event `card.drift_detected`.
 * 3. An issuer that is not as strict as this platform is asked again to be. Followed: `card.drift_healed`. If it says no
 *    the drift stays open and is looked at again in an hour.
 * @throws temporarily_unavailable when the issuer is silent: the timer stays and fires again
 */
export const checkCardDrift =
  (deps: CardStatusDependencies): TimerUseCase<typeof declaration> =>
  async (context, { cardId }) => {
    const before = await deps.cards.findEvenRemoved(context.tenant, cardId);
    if (before === undefined) return;
    const word = await deps.issuer.readStatus(context.tenant, before.externalId);
    const known = await takeWord(deps, context, { asked: before, word });
    const differs = before.issuerStatus !== known.issuerStatus || issuerWish(known) !== undefined;
    if (!differs && before.drift === undefined) return;
    await noted(deps, context, { cardId, change: (card) => driftDetected(card, before, context.clock.now()) });
    const answer = await askAgain(deps, context, known);
    const settled = answer === undefined ? known : await takeWord(deps, context, { asked: known, word: answer });
    if (issuerWish(settled) === undefined) {
      const healedBy = answer === undefined ? 'issuer_followed' : 'issuer_corrected';
      await noted(deps, context, { cardId, change: (card) => driftHealed(card, healedBy) });
      return;
    }
    const writes = [checkLater(context, cardId, againAfter)];
    await deps.unitOfWork.commit(context, { writes, records: [] }, undefined);
  };
