import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentCard } from '../answers.ts';
import { lockRestriction } from '../card-locking.ts';
import { restrict } from '../card-restricting.ts';
import type { CardStatusDependencies } from '../issuer-asking.ts';
import type { suspendCard as declaration } from './declaration.ts';

/** Disables a card for the time being (AL-11): lock 3 of the tenant's servers, which unlockCard lifts. */
export const suspendCard =
  (deps: CardStatusDependencies): HttpUseCase<typeof declaration> =>
  ({ context, params: { cardId }, body: { reason } }) =>
    restrict(deps, context, lockRestriction(context, { cardId, code: 3, note: reason }, presentCard));
