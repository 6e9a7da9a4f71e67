import type { CardMessages } from '../authorizations/ports/card-messages.ts';
import type { AccountCredits } from '../balances/ports/account-credits.ts';
import type { BankReturns } from '../balances/ports/bank-returns.ts';
import type { CardOrderReports } from '../cards/ports/card-order-reports.ts';
import type { IssuerStatusUpdates } from '../cards/ports/issuer-status-updates.ts';
import { issuerReasonOf } from '../cards/ports/issuer-words.ts';
import type { KycResults } from '../customers/ports/kyc-results.ts';
import { fromWire } from '../kernel/money/money.ts';
import { fromTimestamp } from '../kernel/time/clock.ts';
import {
  accountCreditedData,
  bankTransferReturnedData,
  cardCreatedData,
  cardStatusChangedData,
  kycCompletedData,
} from './event-schemas.ts';
import type { KnownEventType } from './event-spaces.ts';
import { eventSpaces } from './event-spaces.ts';
import { cardMessageAppliers } from './card-message-appliers.ts';
import { cardOrderAppliers } from './card-order-appliers.ts';
import type { EventApplier } from './ports/event-applier.ts';

const kycCompleted = (results: KycResults): EventApplier => ({
  space: eventSpaces['kyc.completed'],
  apply: async (context, kycId, event) => {
    const data = kycCompletedData.safeParse(event.data);
    if (!data.success) return 'not_understood';
    const answer = await results.apply(context, kycId, { ...data.data, occurredAt: fromTimestamp(event.occurredAt) });
    return answer === 'unknown_case' ? 'not_allowed' : answer;
  },
});

/** The card was committed with the status of its issuance; the event that repeats it is the issuer's confirmation. */
const cardCreated: EventApplier = {
  space: eventSpaces['card.created'],
  isHeardAtLink: true,
  apply: async (_context, _cardId, event) =>
    cardCreatedData.safeParse(event.data).success ? 'already' : 'not_understood',
};

const cardStatusChanged = (updates: IssuerStatusUpdates): EventApplier => ({
  space: eventSpaces['card.status_changed'],
  isHeardAtLink: true,
  apply: async (context, cardId, event) => {
    const data = cardStatusChangedData.safeParse(event.data);
    if (!data.success) return 'not_understood';
    const { to, reason: word } = data.data;
    const reason = word === undefined ? undefined : issuerReasonOf(word);
    return updates.apply(context, cardId, { status: to, reason, at: fromTimestamp(event.occurredAt) });
  },
});

const accountCredited = (credits: AccountCredits): EventApplier => ({
  space: eventSpaces['account.credited'],
  apply: async (context, balanceId, event) => {
    const data = accountCreditedData.safeParse(event.data);
    if (!data.success) return 'not_understood';
    return credits.apply(context, balanceId, { ...data.data, amount: fromWire(data.data.amount) });
  },
});

const bankTransferReturned = (returns: BankReturns): EventApplier => ({
  space: eventSpaces['bank_transfer.returned'],
  apply: async (context, resourceId, event) =>
    bankTransferReturnedData.safeParse(event.data).success ? returns.apply(context, resourceId) : 'not_understood',
});

/** Every event type that has an effect; a new one is one line here and one in eventSpaces. */
export const eventAppliers = (deps: {
  readonly kyc: KycResults;
  readonly cards: IssuerStatusUpdates;
  readonly plastics: CardOrderReports;
  readonly messages: CardMessages;
  readonly credits: AccountCredits;
  readonly bank: BankReturns;
}): Readonly<Record<KnownEventType, EventApplier>> => ({
  'kyc.completed': kycCompleted(deps.kyc),
  'card.created': cardCreated,
  'card.status_changed': cardStatusChanged(deps.cards),
  ...cardOrderAppliers(deps.plastics),
  ...cardMessageAppliers(deps.messages),
  'account.credited': accountCredited(deps.credits),
  'bank_transfer.returned': bankTransferReturned(deps.bank),
});
