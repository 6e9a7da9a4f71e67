import type { OperationContext } from '../kernel/operation/context.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import { scheduleTimer } from '../kernel/timers/timer-intents.ts';
import type { Card } from './domain/card.ts';
import { endOfValidity } from './domain/card-expiry.ts';

/** Ends a card after its last month; set in the transaction that makes it. */
export const expiryTimer = (
  context: Pick<OperationContext, 'tenant' | 'clock'>,
  { cardId, ...expiry }: Pick<Card, 'cardId' | 'expiryMonth' | 'expiryYear'>,
): WriteIntent =>
  scheduleTimer(context, {
    operation: 'expireCard',
    key: cardId,
    dueAt: endOfValidity(expiry),
    payload: { cardId },
  });
