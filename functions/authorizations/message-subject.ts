import type { DepositEscrow } from '../balances/ports/deposit-escrow.ts';
import type { LimitUse, PersonLimits } from '../balances/ports/person-limits.ts';
import type { SpendLedger, SpendState } from '../balances/ports/spend-ledger.ts';
import type { MandateAftermath } from '../card-mandates/ports/third-party-mandates.ts';
import type { CardStore } from '../cards/ports/card-store.ts';
import type { CustomerDirectory } from '../customers/ports/customer-directory.ts';
import type { IdGenerator } from '../kernel/ids/ids.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { ProgramDirectory } from '../tenants/ports/program-directory.ts';
import type { HoldChange } from './domain/hold.ts';
import type { Effect } from './domain/message-effects.ts';
import { effectOf, precedingHold } from './domain/message-effects.ts';
import type { MessageName } from './domain/network-message.ts';
import type { AuthorizationStore, StoredAuthorization } from './ports/authorization-store.ts';
import type { CardMessage } from './ports/card-messages.ts';
import type { SuspenseReason } from './suspense.ts';
import { refundLimits, suspenseOf } from './suspense.ts';

export interface CardMessageDependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved'>;
  readonly customers: Pick<CustomerDirectory, 'find'>;
  readonly spending: SpendLedger;
  readonly authorizations: AuthorizationStore;
  readonly deposits: DepositEscrow;
  readonly programs: ProgramDirectory;
  readonly limits: Pick<PersonLimits, 'lower' | 'raise' | 'personOf'>;
  readonly mandates: MandateAftermath;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/** A message with everything that was read for it. */
export interface Subject {
  readonly context: OperationContext;
  readonly message: CardMessage;
  readonly cardId: string;
  /** The issuer's id of the card. */
  readonly cardExternalId: string;
  readonly balanceId: string;
  readonly state: SpendState;
  /** The authorization that it is about, when that is here. */
  readonly existing: StoredAuthorization | undefined;
  /** Its id, also of one that is made by this message. */
  readonly authorizationId: string;
  readonly eventId: string;
  readonly change: HoldChange;
  /** The limits that its credit is counted in, and refused by; undefined: it meets none. */
  readonly limits: LimitUse | undefined;
  /** Why what it posts goes to suspense; undefined: it goes to the balance. */
  readonly suspense: SuspenseReason | undefined;
  /** Partner deposit that pays for the program's cards. */
  readonly deposit: string | undefined;
}

/** What an authorization is called that the message is about; an advice may name itself. */
export const subjectName = ({ kind, original, message }: CardMessage): MessageName | undefined =>
  original ?? (kind === 'advice' ? message : undefined);

const isSame = (left: MessageName, right: MessageName | undefined): boolean =>
  left.id === right?.id && left.transmittedAt.equals(right.transmittedAt);

const toEffect = (message: CardMessage): Effect => {
  const { kind } = message;
  if (kind === 'expiry') return { kind };
  if (kind === 'reversal' || kind === 'unheard') return { kind, minor: message.amount?.minor };
  if (kind === 'clearing') return { kind, minor: message.amount.minor, final: message.final };
  if (kind === 'chargeback') return { kind, minor: message.amount.minor, phase: message.phase };
  return { kind, minor: message.amount.minor };
};

/** A message in another currency, or one that says it is about itself, cannot be what the network meant. */
const isUnderstood = (message: CardMessage, { currency }: SpendState): boolean =>
  !isSame(message.message, message.original) &&
  (message.kind === 'expiry' || message.amount === undefined || message.amount.currency === currency);

/** A closed balance holds nothing: what an advice reserved there stays unreserved, and is posted when it clears. */
const changeFor = (message: CardMessage, state: SpendState, existing: StoredAuthorization | undefined): HoldChange => {
  const before = existing?.hold ?? precedingHold();
  const change = effectOf(toEffect(message), { hold: before, paidAtOnce: existing?.paidAtOnce ?? false });
  if (state.state !== 'closed' || change.held <= 0n) return change;
  return { ...change, hold: { ...change.hold, left: before.left }, held: 0n };
};

/** A program that lets its deposit pay now, or an authorization that its deposit pays for already. */
const depositOf = async (
  { deposits, programs }: Pick<CardMessageDependencies, 'deposits' | 'programs'>,
  { tenant }: OperationContext,
  { state, existing }: { readonly state: SpendState; readonly existing: StoredAuthorization | undefined },
): Promise<string | undefined> => {
  const { balanceHolder } = await programs.find(tenant);
  if (balanceHolder !== 'partner' && (existing?.hold.shares.length ?? 0) === 0) return undefined;
  return (await deposits.depositPurse(tenant, state.currency))?.partnerBalanceId;
};

/** A refund that names no purchase is about one of the same card, merchant and amount, when that is here (4.2). */
const withPurchase = async (
  { authorizations }: Pick<CardMessageDependencies, 'authorizations'>,
  { tenant }: OperationContext,
  told: { readonly cardId: string; readonly balanceId: string; readonly message: CardMessage },
): Promise<CardMessage> => {
  const { cardId, balanceId, message } = told;
  const { kind, original, merchant } = message;
  if (kind !== 'refund' || original !== undefined || merchant === undefined) return message;
  const { minor } = message.amount;
  return { ...message, original: await authorizations.purchaseLike(tenant, balanceId, { cardId, merchant, minor }) };
};

type Found = Pick<Subject, 'message' | 'cardId' | 'cardExternalId' | 'balanceId' | 'state' | 'existing'>;

/** The message's card, its balance and the authorization that it names. */
const find = async (
  deps: CardMessageDependencies,
  context: OperationContext,
  told: { readonly cardId: string; readonly message: CardMessage },
): Promise<Found | 'already' | 'not_allowed' | 'not_understood'> => {
  const { tenant } = context;
  const { cardId } = told;
  const card = await deps.cards.findEvenRemoved(tenant, cardId);
  if (card === undefined) return 'not_allowed';
  const { balanceId, externalId: cardExternalId } = card;
  const message = await withPurchase(deps, context, { ...told, balanceId });
  const name = subjectName(message);
  const [state, existing] = await Promise.all([
    deps.spending.read(tenant, { balanceId, cardId }),
    name === undefined ? undefined : deps.authorizations.find(tenant, balanceId, name),
  ]);
  if (state === undefined) return 'not_allowed';
  if (!isUnderstood(message, state)) return 'not_understood';
  // What stands at an advice's own place is the advice itself, unless other messages only left word there.
  if (message.original === undefined && existing !== undefined && !existing.preceded) return 'already';
  return { message, cardId, cardExternalId, balanceId, state, existing };
};

/**
 * Reads what a message is about.
 * @param limitReached the limits refused its credit a moment ago: it goes to suspense
 * @returns `already` for an advice that made its authorization before; `not_allowed` when the card hangs on no balance
 */
export const readSubject = async (
  deps: CardMessageDependencies,
  context: OperationContext,
  told: { readonly cardId: string; readonly message: CardMessage; readonly limitReached: boolean },
): Promise<Subject | 'already' | 'not_allowed' | 'not_understood'> => {
  const found = await find(deps, context, told);
  if (typeof found === 'string') return found;
  const { tenant } = context;
  const { message, state, existing } = found;
  const limits = told.limitReached ? undefined : await refundLimits(deps, context, found);
  const change = changeFor(message, state, existing);
  const suspense = told.limitReached ? 'limit' : await suspenseOf(deps, context, { ...found, change, limits });
  // Nothing is posted that could stand elsewhere: more would be reserved than can be.
  if (suspense === 'out_of_range' && change.posted === 0n) return 'not_understood';
  return {
    ...found,
    context,
    authorizationId: existing?.authorizationId ?? deps.ids.next('aut', tenant),
    eventId: deps.ids.next('evt', tenant),
    change,
    limits,
    suspense,
    deposit: await depositOf(deps, context, found),
  };
};
