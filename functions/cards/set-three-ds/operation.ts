import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { RandomSource } from '../../kernel/platform/platform.ts';
import type { RecordingDependencies } from '../card-recording.ts';
import { recordOnCard } from '../card-recording.ts';
import { visibleCard } from '../card-restricting.ts';
import { customerNotFound } from '../domain/card-errors.ts';
import { cardFacts } from '../domain/card-events.ts';
import { requireRenewable } from '../domain/card-secrecy.ts';
import { threeDsPassword, threeDsPasswordBytes } from '../domain/three-ds-password.ts';
import type { CardStore } from '../ports/card-store.ts';
import type { IssuerCardSecrets } from '../ports/issuer-secrets.ts';
import type { setThreeDs as declaration } from './declaration.ts';

type Dependencies = RecordingDependencies & {
  readonly cards: CardStore;
  readonly customers: CustomerDirectory;
  readonly issuer: Pick<IssuerCardSecrets, 'setThreeDs'>;
  readonly random: RandomSource;
};

/**
 * Sets 3-D Secure (AL-27 to AL-29), which is on from issuance.
 *
 * In: on (the default) or off. Out: the new password, shown this once; null when it is off.
 * 1. The card must be the caller's to reach and not locked for good.
 * 2. Hand the customer's phone as it is now and a new random password to the issuer; nothing here keeps the password.
 * 3. Commit the card, record `card.three_ds_changed` and key together. A try that is repeated sets another password.
 */
export const setThreeDs =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant } = context;
    const { enabled = true } = body;
    const card = await visibleCard(deps, context, params.cardId);
    requireRenewable(card);
    const customer = await deps.customers.find(tenant, card.customerId);
    if (customer === undefined) throw customerNotFound();
    const { cardId, externalId } = card;
    const password = threeDsPassword(deps.random.bytes(threeDsPasswordBytes));
    await deps.issuer.setThreeDs(tenant, { externalId, enabled, phone: customer.phone, password });
    return recordOnCard(deps, context, {
      card,
      note: (current) => ({
        card: { ...current, threeDsEnabled: enabled },
        change: {
          type: 'card.three_ds_changed',
          data: { ...cardFacts(current), enabled },
          previous: { enabled: current.threeDsEnabled },
        },
      }),
      answer: { cardId, enabled, password: enabled ? password : null },
    });
  };
