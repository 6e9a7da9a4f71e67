import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { visibleCard } from '../card-restricting.ts';
import type { RevealDependencies } from '../card-reveal.ts';
import { permitReveal, revealOfCard } from '../card-reveal.ts';
import { revealHeader } from '../domain/reveal-session.ts';
import { IssuerRefused } from '../ports/issuer-refused.ts';
import type { IssuerCardSecrets } from '../ports/issuer-secrets.ts';
import type { PinBlock } from '../ports/pin-block.ts';
import type { RevealSessionStore } from '../ports/reveal-session-store.ts';
import type { revealPin as declaration } from './declaration.ts';

type Dependencies = RevealDependencies & {
  readonly sessions: Pick<RevealSessionStore, 'find' | 'use'>;
  readonly issuer: Pick<IssuerCardSecrets, 'readPin'>;
};

const readPin = async (
  { issuer }: Dependencies,
  tenant: TenantContext,
  externalId: string,
): Promise<{ readonly pinBlock: PinBlock }> => {
  try {
    return await issuer.readPin(tenant, externalId);
  } catch (error) {
    if (error instanceof IssuerRefused && error.reason === 'pin_unknown') throw new InvalidState('No PIN was set.');
    throw error;
  }
};

/**
 * Reveals a PIN (AL-31, AL-32).
 *
 * In: a reveal session for the PIN of this card. Out: the issuer's block, which only the app can open, encrypted to it.
 * The use of the session and the record of the reveal commit before it is answered (card-reveal.ts); without a PIN
 * nothing is revealed and the session stays.
 */
export const revealPin =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, headers }) => {
    const card = await visibleCard(deps, context, params.cardId);
    const permit = await permitReveal(deps.sessions, context, {
      cardId: card.cardId,
      wanted: ['pin'],
      session: headers[revealHeader],
    });
    const { pinBlock } = await revealOfCard(deps, context, {
      card,
      permit,
      read: (externalId) => readPin(deps, context.tenant, externalId),
    });
    return { pinBlock: pinBlock.handOver() };
  };
