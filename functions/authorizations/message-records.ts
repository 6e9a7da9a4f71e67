import type { CardPosting } from '../balances/ports/spend-ledger.ts';
import type { RecordDraft } from '../kernel/events/record.ts';
import { ConcurrentChange } from '../kernel/errors/domain-error.ts';
import { alreadyRecorded } from './already-recorded.ts';
import type { Hold } from './domain/hold.ts';
import { isOpen } from './domain/hold.ts';
import { isOverLimit } from './domain/over-limit.ts';
import type { CardMessageDependencies, Subject } from './message-subject.ts';
import { subjectName } from './message-subject.ts';
import { networkOf } from './network-name-schemas.ts';
import type { CardMessage } from './ports/card-messages.ts';
import { isLinked } from './suspense.ts';

/** What a message says besides, by what else was found: for its event, and as evidence. */
export interface Remark {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly evidence: string | undefined;
}

/** A message that is to be recorded. */
type Remarked = Subject & { readonly remark?: Remark | undefined };

type Stores = Pick<CardMessageDependencies, 'spending' | 'authorizations' | 'ids'>;

/** Event of a message that posts nothing: of those that may post, only a reversal finds nothing to give back. */
const noteType = ({ kind }: CardMessage): string => {
  switch (kind) {
    case 'advice':
      return 'authorization.advised';
    case 'expiry':
      return 'authorization.expired';
    case 'chargeback':
      return 'authorization.charged_back';
    default:
      return 'authorization.reversed';
  }
};

/** A clearing without an authorization that is open is a force post (rule 116). */
const postingType = ({ message, existing }: Subject): CardPosting['type'] => {
  switch (message.kind) {
    case 'clearing':
      return existing !== undefined && isOpen(existing.hold) ? 'clearing' : 'force_post';
    case 'force_post':
      return 'force_post';
    case 'refund_reversal':
      return 'refund_reversal';
    case 'chargeback':
      return 'chargeback';
    default:
      return 'refund';
  }
};

const factsOf = ({ message, cardId, existing, suspense, remark }: Remarked) => ({
  cardId,
  ...(message.merchant === undefined ? {} : { merchant: message.merchant }),
  linked: isLinked({ existing }),
  ...(message.kind === 'advice' && message.standIn ? { standIn: true } : {}),
  ...(suspense === undefined ? {} : { suspense: true, suspenseReason: suspense }),
  ...remark?.facts,
});

const evidenceOf = ({ remark }: Remarked): Pick<RecordDraft, 'evidence'> =>
  remark?.evidence === undefined ? {} : { evidence: remark.evidence };

/** Money that came back may bring a balance above what the law lets it hold (boundary case 19). */
const overLimit = ({ context, change, state, suspense }: Subject): { readonly overLimit?: true } => {
  const posted = state.available + state.held + change.posted;
  const over = change.posted > 0n && suspense === undefined && isOverLimit({ ...state, posted }, context.clock.now());
  return over ? { overLimit: true } : {};
};

const amountOf = ({ message, state }: Subject) => ({
  amount: message.kind === 'expiry' || message.amount === undefined ? 0 : Number(message.amount.minor),
  currency: state.currency,
});

/** The journal entry of what is posted, at the message's own place. */
const posting = ({ spending, authorizations }: Stores, subject: Subject): RecordDraft => {
  const { context, message, balanceId, eventId, change, state, authorizationId, existing, deposit, suspense } = subject;
  return {
    ...spending.entry(context.tenant, {
      balanceId,
      eventId,
      sortKey: authorizations.transactionPlace(context.tenant, message.message),
      type: postingType(subject),
      minor: change.posted,
      currency: state.currency,
      reference: existing === undefined ? message.message.id : authorizationId,
      description: message.merchant?.name ?? existing?.merchant?.name ?? 'Card',
      inSuspense: suspense !== undefined,
      against: message.kind === 'chargeback' ? 'suspense' : 'settlement',
      deposit: message.kind === 'chargeback' ? undefined : deposit,
      facts: { ...factsOf(subject), ...overLimit(subject) },
    }),
    repeated: alreadyRecorded,
  };
};

/** A dispute that is won: the network pays what was credited provisionally, and the deposit gets its part back. */
const disputeWon = (
  { spending }: Pick<Stores, 'spending'>,
  { message, state, deposit }: Subject,
): Pick<RecordDraft, 'legs'> => {
  if (message.kind !== 'chargeback' || message.phase !== 'won') return {};
  return { legs: spending.disputeWon({ minor: message.amount.minor, currency: state.currency, deposit }) };
};

/** The record of a message that posts nothing to the balance. */
const note = ({ spending, authorizations }: Stores, subject: Remarked, hold: Hold): RecordDraft => {
  const { context, message, balanceId, eventId, authorizationId } = subject;
  const name = subjectName(message) ?? message.message;
  return {
    resource: { type: 'authorization', id: authorizationId },
    partition: spending.partition(context.tenant, balanceId),
    sequence: hold.version,
    type: noteType(message),
    sortKey: authorizations.messagePlace(context.tenant, message.message),
    data: {
      balanceId,
      ...factsOf(subject),
      amount: amountOf(subject),
      held: Number(hold.left),
      network: networkOf(name),
    },
    eventId,
    repeated: alreadyRecorded,
    ...disputeWon({ spending }, subject),
    ...evidenceOf(subject),
  };
};

/** Word that a message left at the place of an authorization that is not here, or the advised one itself. */
const placed = ({ spending, authorizations, ids }: Stores, subject: Remarked, hold: Hold): RecordDraft => {
  const { context, message, balanceId, authorizationId } = subject;
  const { tenant } = context;
  const name = subjectName(message) ?? message.message;
  const advised = message.kind === 'advice' && name === message.message;
  return {
    resource: { type: 'authorization', id: authorizationId },
    partition: spending.partition(tenant, balanceId),
    sequence: 1,
    type: advised ? 'authorization.advised' : 'authorization.preceded',
    sortKey: authorizations.transactionPlace(tenant, name),
    data: { balanceId, ...factsOf(subject), amount: amountOf(subject), network: networkOf(name) },
    eventId: advised ? subject.eventId : ids.next('evt', tenant),
    attached: authorizations.attached(hold),
    ...evidenceOf(subject),
    // Not there a moment ago: the authorization, or another message about it, was faster.
    repeated: advised ? alreadyRecorded : () => new ConcurrentChange(authorizationId),
  };
};

const leavesWord = ({ message, existing }: Subject): boolean =>
  existing === undefined &&
  (message.kind === 'advice' ||
    (message.original !== undefined && ['reversal', 'expiry', 'clearing', 'force_post'].includes(message.kind)));

/** The records of a message; the first tells whether it came before. */
export const messageRecords = (stores: Stores, subject: Remarked, hold: Hold): readonly RecordDraft[] => {
  const { message, change } = subject;
  const own = change.posted === 0n ? note(stores, subject, hold) : posting(stores, subject);
  if (!leavesWord(subject)) return [own];
  const word = placed(stores, subject, hold);
  return message.kind === 'advice' && message.original === undefined ? [word] : [own, word];
};
