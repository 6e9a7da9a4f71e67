import type { SpendState } from '../balances/ports/spend-ledger.ts';
import type { MandateMessage, MandateWish, MandateWork } from '../card-mandates/ports/third-party-mandates.ts';
import type { Case, DecidingDependencies, StoredMandate } from './case.ts';
import type { MandateWord } from './domain/mandate-checks.ts';
import type { AuthorizationRequest, MandatePart } from './domain/network-message.ts';

const wishOf = (part: MandatePart, { merchant }: AuthorizationRequest): MandateWish => {
  if (part.act === 'debit') return part;
  const { act, authentication, ...terms } = part;
  return { act, terms: { ...terms, merchant }, authentication };
};

/**
 * Looks for the mandate that a request speaks of: one more read, for such requests alone.
 * @returns undefined for an ordinary request
 */
export const readMandate = async (
  { mandates }: Pick<DecidingDependencies, 'mandates'>,
  { context, request, place }: Pick<Case, 'context' | 'request' | 'place'>,
): Promise<StoredMandate | undefined> => {
  if (request.mandate === undefined) return undefined;
  const { reference } = request.mandate;
  return { stored: await mandates.at(context.tenant, { balanceId: place.balanceId, reference }) };
};

const messageOf = (
  { context, request, place, eventId, mandate }: Case,
  known: SpendState,
): MandateMessage | undefined =>
  request.mandate === undefined || mandate === undefined
    ? undefined
    : {
        wish: wishOf(request.mandate, request),
        stored: mandate.stored,
        cardId: place.cardId,
        balanceId: place.balanceId,
        chain: known.card?.countedAs ?? request.cardExternalId,
        merchant: request.merchant,
        amount: request.amount,
        eventId,
        now: context.clock.now(),
      };

/** What the decision has to know of the mandate; undefined for an ordinary request. */
export const mandateWord = (
  { mandates }: Pick<DecidingDependencies, 'mandates'>,
  asked: Case,
  known: SpendState,
): MandateWord | undefined => {
  const message = messageOf(asked, known);
  return message === undefined ? undefined : mandates.weigh(message);
};

/**
 * What an approval does to the mandate, in the same transaction.
 * @throws Error when nothing was read: a request about a mandate is never approved unseen
 */
export const mandateApproved = (
  { mandates }: Pick<DecidingDependencies, 'mandates'>,
  asked: Case,
  known: SpendState | undefined,
): MandateWork | undefined => {
  if (asked.request.mandate === undefined) return undefined;
  const message = known === undefined ? undefined : messageOf(asked, known);
  if (message === undefined || known === undefined) throw new Error('a mandate was not looked at');
  const { customerId } = known;
  const { authorizationId } = asked;
  return mandates.approved(asked.context.tenant, message, { customerId, authorizationId });
};

/** What a decline tells of the mandate. */
export const mandateDeclined = (
  { mandates }: Pick<DecidingDependencies, 'mandates'>,
  asked: Case,
  { known, reason }: { readonly known: SpendState | undefined; readonly reason: string },
): MandateWork | undefined => {
  const message = known === undefined ? undefined : messageOf(asked, known);
  return message === undefined ? undefined : mandates.declined(asked.context.tenant, message, reason);
};
