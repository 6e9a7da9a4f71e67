import type { CardStore } from '../../cards/ports/card-store.ts';
import { NotFound } from '../../kernel/errors/domain-error.ts';
import { currencyExponents } from '../../kernel/money/currency.ts';
import type { Money, WireMoney } from '../../kernel/money/money.ts';
import { money } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { decisionOf } from '../deciding-message.ts';
import { networkRefused, orderReference } from '../network-refusals.ts';
import type { CardNetwork } from '../ports/card-network.ts';
import type { simulateThirdPartyMandate as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved'>;
  readonly network: Pick<CardNetwork, 'registerMandate'>;
  readonly unitOfWork: UnitOfWork;
}

/** One unit of the currency, such as INR 1, or less where the mandate itself is for less. */
const smallAmount = ({ amount, currency }: WireMoney): Money =>
  money(BigInt(Math.min(amount, 10 ** currencyExponents[currency])), currency);

type Body = Parameters<HttpUseCase<typeof declaration>>[0]['body'];

/** What the merchant asks for; what it leaves open is the commonest. */
const termsOf = ({ maxAmount, frequency, exemption, validUntil, ...body }: Body) => {
  const { amountRule = 'max', category = 'standard', notification } = body;
  const channel = notification?.channel ?? 'sms';
  return {
    ...{ amountRule, maxAmount, frequency, category, validUntil, channel },
    ...(exemption === undefined ? {} : { exemption }),
  };
};

/**
 * Has a third party register a mandate on a card, as a merchant does at its checkout.
 *
 * In: the terms. Out: what the platform decided on the small payment that the registration is, and the mandate's id.
 * 1. Find the card.
 * 2. Have the twin send the payment with the holder's authentication, and take it back once it is approved.
 * 3. Commit the idempotency key with the answer.
 */
export const simulateThirdPartyMandate =
  ({ cards, network, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId }, body }) => {
    const card = await cards.findEvenRemoved(context.tenant, cardId);
    if (card === undefined) throw new NotFound('card_not_found');
    const { merchant, maxAmount, authenticated = true } = body;
    const heard = await network.registerMandate(context.tenant, {
      reference: orderReference(context),
      cardId: card.externalId,
      amount: smallAmount(maxAmount),
      ...{ merchant, terms: termsOf(body), authenticated },
    });
    if (typeof heard === 'string') throw networkRefused(heard);
    const mandateId = heard.decision === 'approved' ? (heard.mandateId ?? null) : null;
    const answer = { ...decisionOf(heard, maxAmount), mandateId };
    return unitOfWork.commit(context, { writes: [], records: [] }, answer);
  };
