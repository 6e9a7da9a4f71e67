import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import { realNow } from '../kernel/time/clock.ts';
import { recordOnCard } from './card-recording.ts';
import type { Card } from './domain/card.ts';
import { cardNotFound } from './domain/card-errors.ts';
import { requireRevealable } from './domain/card-secrecy.ts';
import type { RevealField } from './domain/reveal-session.ts';
import { RevealSessionRequired, fieldsToReveal } from './domain/reveal-session.ts';
import type { CardStore } from './ports/card-store.ts';
import type { RevealSessionStore } from './ports/reveal-session-store.ts';
import { unkeyed } from './status-work.ts';

export interface RevealDependencies {
  readonly cards: CardStore;
  readonly unitOfWork: UnitOfWork;
}

/** What the caller may see this time, and what uses that permission up. */
export interface RevealPermit {
  readonly fields: readonly RevealField[];
  readonly writes: readonly WriteIntent[];
  readonly revealSessionId?: string;
}

/**
 * Tenants see the wanted fields; their own users ask them. A customer sees those of its reveal session (AN-55), which
 * commits with the reveal and so is used by one alone.
 * @throws reveal_session_required
 */
export const permitReveal = async (
  sessions: Pick<RevealSessionStore, 'find' | 'use'>,
  { tenant, caller, clock }: OperationContext,
  asked: { readonly cardId: string; readonly wanted: readonly RevealField[]; readonly session: string | undefined },
): Promise<RevealPermit> => {
  if (caller.kind !== 'customer') return { fields: asked.wanted, writes: [] };
  const found = asked.session === undefined ? undefined : await sessions.find(tenant, asked.session);
  if (found === undefined) throw new RevealSessionRequired();
  const at = realNow(clock);
  const { customerId, installationId } = caller;
  const fields = fieldsToReveal(found, { cardId: asked.cardId, wanted: asked.wanted, customerId, installationId, at });
  return { fields, writes: [sessions.use(tenant, found, at)], revealSessionId: found.revealSessionId };
};

/**
 * Reads something of a card from the issuer and commits the record `card.data_revealed` before anybody sees it: no
 * reveal leaves no trace (AN-54, PCI DSS 10.2). A card that was closed or lost meanwhile is not revealed.
 * @param reveal.read asks the issuer
 * @throws invalid_state, reveal_session_required, issuer_refused, temporarily_unavailable
 */
export const revealOfCard = async <Data>(
  deps: RevealDependencies,
  context: OperationContext,
  reveal: {
    readonly card: Card;
    readonly permit: RevealPermit;
    readonly read: (externalId: string) => Promise<Data>;
  },
): Promise<Data> => {
  const { card, permit, read } = reveal;
  const { fields, writes, revealSessionId } = permit;
  requireRevealable(card);
  const data = await read(card.externalId);
  return recordOnCard(deps, unkeyed(context), {
    card,
    note: (current) => {
      if (current.removedAt !== undefined) throw cardNotFound();
      requireRevealable(current);
      const { cardId } = current;
      const facts = { cardId, fields, ...(revealSessionId === undefined ? {} : { revealSessionId }) };
      return { card: current, change: { type: 'card.data_revealed', data: facts }, writes };
    },
    answer: data,
  });
};
