import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { liftLock } from '../card-locking.ts';
import { recordOnCard } from '../card-recording.ts';
import { unchanged, visibleCard } from '../card-restricting.ts';
import { cardFacts } from '../domain/card-events.ts';
import { requireRenewable } from '../domain/card-secrecy.ts';
import type { CardStatusDependencies } from '../issuer-asking.ts';
import type { IssuerCardSecrets } from '../ports/issuer-secrets.ts';
import { unkeyed } from '../status-work.ts';
import type { setPin as declaration } from './declaration.ts';

type Dependencies = CardStatusDependencies & {
  readonly issuer: CardStatusDependencies['issuer'] & Pick<IssuerCardSecrets, 'setPin'>;
};

/**
 * Sets a PIN (AN-64), of a virtual or a physical card; nothing here keeps the block (D-08).
 *
 * In: a PIN block that only the issuer can open. Out: nothing.
 * 1. The card must be the customer's and not locked for good.
 * 2. Hand the block to the issuer, which counts wrong PINs anew.
 * 3. Commit the record `card.pin_set`: it has happened, whatever follows.
 * 4. Lift lock 6, if it is open: the issuer first (card-permitting.ts). Other locks stay.
 * 5. Store the key. A try that is repeated sets the same PIN again.
 */
export const setPin =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const card = await visibleCard(deps, context, params.cardId);
    requireRenewable(card);
    const { cardId, externalId } = card;
    await deps.issuer.setPin(context.tenant, { externalId, pinBlock: body.pinBlock });
    await recordOnCard(deps, unkeyed(context), {
      card,
      note: (current) => ({ card: current, change: { type: 'card.pin_set', data: cardFacts(current) } }),
      answer: undefined,
    });
    await liftLock(deps, context, { cardId, code: 6 });
    return unchanged(deps, context, undefined);
  };
