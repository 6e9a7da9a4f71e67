import { Temporal } from 'temporal-polyfill';
import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import { expire } from '../domain/card-commands.ts';
import { endOfValidity } from '../domain/card-expiry.ts';
import type { CardStatusDependencies } from '../issuer-asking.ts';
import { retried, statusWork } from '../status-work.ts';
import type { expireCard as declaration } from './declaration.ts';

/**
 * Ends a card after its last month; one that was closed before stays closed.
 * The issuer is not asked: it printed the month, and declines by it.
 */
export const expireCard =
  (deps: Omit<CardStatusDependencies, 'issuer'>): TimerUseCase<typeof declaration> =>
  (context, { cardId }) =>
    retried(async () => {
      const before = await deps.cards.findEvenRemoved(context.tenant, cardId);
      if (before === undefined) return;
      if (Temporal.Instant.compare(context.clock.now(), endOfValidity(before)) < 0) {
        throw new TemporarilyUnavailable('The card is valid still.');
      }
      const after = expire(before);
      if (after === before) return;
      const cause = { type: 'card.expired', origin: 'system' } as const;
      await deps.unitOfWork.commit(context, statusWork(deps, context, { before, after, cause }), undefined);
    });
