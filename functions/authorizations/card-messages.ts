import type { DepositEscrow } from '../balances/ports/deposit-escrow.ts';
import type { PersonLimits } from '../balances/ports/person-limits.ts';
import type { SpendLedger, SpendState } from '../balances/ports/spend-ledger.ts';
import { SpendRefused } from '../balances/ports/spend-ledger.ts';
import type { CardStore } from '../cards/ports/card-store.ts';
import { DomainError } from '../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../kernel/ids/ids.ts';
import { money } from '../kernel/money/money.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import type { ProgramDirectory } from '../tenants/ports/program-directory.ts';
import { AlreadyRecorded } from './already-recorded.ts';
import type { HoldChange } from './domain/hold.ts';
import type { Effect } from './domain/message-effects.ts';
import { effectOf, precedingHold } from './domain/message-effects.ts';
import { depositWrites } from './deposit-changes.ts';
import { loweredCounters } from './lowered-counters.ts';
import { messageRecords } from './message-records.ts';
import type { AuthorizationStore, StoredAuthorization } from './ports/authorization-store.ts';
import type { CardMessage, CardMessages } from './ports/card-messages.ts';

export interface CardMessageDependencies {
  readonly cards: Pick<CardStore, 'find'>;
  readonly spending: SpendLedger;
  readonly authorizations: AuthorizationStore;
  readonly deposits: DepositEscrow;
  readonly programs: ProgramDirectory;
  readonly limits: Pick<PersonLimits, 'lower'>;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/** A message with everything that was read for it. */
export interface Subject {
  readonly context: OperationContext;
  readonly message: CardMessage;
  readonly cardId: string;
  readonly balanceId: string;
  readonly state: SpendState;
  /** The authorization that it is about, when that is here. */
  readonly existing: StoredAuthorization | undefined;
  /** Its id, also of one that is made by this message. */
  readonly authorizationId: string;
  readonly eventId: string;
  readonly change: HoldChange;
  /** Partner deposit that pays for the program's cards. */
  readonly deposit: string | undefined;
}

const maxAttempts = 6;

/** What an authorization is called that the message is about; an advice may name itself. */
export const subjectName = ({ kind, original, message }: CardMessage) =>
  original ?? (kind === 'advice' ? message : undefined);

const toEffect = (message: CardMessage): Effect => {
  const { kind } = message;
  if (kind === 'expiry') return { kind };
  if (kind === 'reversal') return { kind, minor: message.amount?.minor };
  if (kind === 'clearing') return { kind, minor: message.amount.minor, final: message.final };
  if (kind === 'chargeback') return { kind, minor: message.amount.minor, phase: message.phase };
  return { kind, minor: message.amount.minor };
};

const currencyFits = (message: CardMessage, { currency }: SpendState): boolean =>
  message.kind === 'expiry' || message.amount === undefined || message.amount.currency === currency;

const read = async (
  deps: CardMessageDependencies,
  context: OperationContext,
  { cardId, message }: { readonly cardId: string; readonly message: CardMessage },
): Promise<Subject | 'not_allowed' | 'not_understood'> => {
  const { tenant } = context;
  const card = await deps.cards.find(tenant, cardId);
  if (card === undefined) return 'not_allowed';
  const { balanceId } = card;
  const name = subjectName(message);
  const [state, existing, program] = await Promise.all([
    deps.spending.read(tenant, { balanceId, cardId }),
    name === undefined ? undefined : deps.authorizations.find(tenant, balanceId, name),
    deps.programs.find(tenant),
  ]);
  if (state === undefined) return 'not_allowed';
  if (!currencyFits(message, state)) return 'not_understood';
  const purse =
    program.balanceHolder === 'partner' ? await deps.deposits.depositPurse(tenant, state.currency) : undefined;
  const about = { hold: existing?.hold ?? precedingHold(), paidAtOnce: existing?.paidAtOnce ?? false };
  return {
    context,
    message,
    cardId,
    balanceId,
    state,
    existing,
    authorizationId: existing?.authorizationId ?? deps.ids.next('aut', tenant),
    eventId: deps.ids.next('evt', tenant),
    change: effectOf(toEffect(message), about),
    deposit: purse?.partnerBalanceId,
  };
};

/** What is posted to a closed balance stands in suspense: the balance itself stays as it is. */
const balanceWrites = (deps: CardMessageDependencies, subject: Subject): readonly WriteIntent[] => {
  const { context, balanceId, state, change, existing } = subject;
  const { tenant } = context;
  const { held, posted } = change;
  if (state.state === 'closed' || (held === 0n && posted === 0n)) return [];
  const { person, currency } = state;
  return [
    deps.spending.apply(tenant, balanceId, {
      held,
      available: posted - held,
      seen: state,
      counters: loweredCounters(state.counters, { change, counted: existing?.hold.counted ?? [] }),
    }),
    ...(posted === 0n || person === undefined ? [] : [deps.limits.lower(person, money(-posted, currency))]),
  ];
};

const applyOnce = async (deps: CardMessageDependencies, subject: Subject): Promise<void> => {
  const { context, balanceId, existing, message, authorizationId, change } = subject;
  const name = subjectName(message);
  const deposit = await depositWrites(deps, subject);
  const hold = { ...change.hold, shares: deposit.shares };
  const writes = [
    ...deposit.writes,
    ...balanceWrites(deps, subject),
    ...(existing === undefined || name === undefined
      ? []
      : [deps.authorizations.change(context.tenant, { balanceId, name, authorizationId }, hold)]),
  ];
  await deps.unitOfWork.commit(context, { writes, records: messageRecords(deps, subject, hold) }, undefined);
};

/** Somebody was faster with the balance, the authorization or the deposit: read again. */
const isOutrun = (error: unknown): boolean =>
  error instanceof SpendRefused ||
  (error instanceof DomainError && ['concurrent_change', 'invalid_state', 'insufficient_funds'].includes(error.code));

/**
 * Applies what the card network tells (domain.md 2.6): whatever its order, and however often it comes.
 *
 * 1. Read the balance and the authorization that the message names; decide what the message does to them.
 * 2. Commit that with the message's record, whose place is the message's own name: a repeat ends there (I3).
 * 3. A message about an authorization that is not here leaves word at that authorization's place (I8). Money is posted
 *    all the same (rule 116), also below zero and, for a closed balance, to suspense.
 */
export const cardMessages = (deps: CardMessageDependencies): CardMessages => ({
  apply: async (context, cardId, message) => {
    for (let attempt = 1; ; attempt += 1) {
      const subject = await read(deps, context, { cardId, message });
      if (typeof subject === 'string') return subject;
      try {
        await applyOnce(deps, subject);
        return 'applied';
      } catch (error) {
        if (error instanceof AlreadyRecorded) return 'already';
        if (!isOutrun(error) || attempt === maxAttempts) throw error;
      }
    }
  },
});
