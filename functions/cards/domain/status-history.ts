import type { CardStatus, IssuerStatus } from './card.ts';
import type { IssuerReason } from './issuer-reason.ts';
import type { Actor, LockCode } from './lock-table.ts';

/** A change of a card, as it was recorded. */
export interface RecordedChange {
  readonly type: string;
  /** RFC 3339. */
  readonly at: string;
  /** Who, as records name their actor: `customer:cus_…`, `system:processIssuerEvent`. */
  readonly actor: string;
  readonly status: CardStatus | undefined;
  readonly previousStatus: CardStatus | undefined;
  readonly issuerStatus: IssuerStatus | undefined;
  readonly origin: Actor | undefined;
  readonly reason: IssuerReason | undefined;
  readonly note: string | undefined;
  readonly lockCode: LockCode | undefined;
}

/** One step of a card's life (AL-13): who, when, from, to, why, and what the issuer answered. */
export interface HistoryEntry {
  readonly at: string;
  readonly from: CardStatus;
  readonly to: CardStatus;
  readonly reason?: IssuerReason | undefined;
  readonly note?: string | undefined;
  readonly lockCode?: LockCode | undefined;
  readonly origin: Actor;
  readonly actor: string;
  /** What the issuer said then, or answered to it. */
  readonly issuerStatus: IssuerStatus;
}

const originOf = (actor: string): Actor => {
  if (actor.startsWith('customer:')) return 'customer';
  if (actor.startsWith('tenant:')) return 'server';
  return actor.startsWith('staff:') ? 'operator' : 'system';
};

const entryOf = (change: RecordedChange, to: CardStatus, issuerStatus: IssuerStatus): HistoryEntry => ({
  at: change.at,
  from: change.previousStatus ?? to,
  to,
  ...(change.reason === undefined ? {} : { reason: change.reason }),
  ...(change.note === undefined ? {} : { note: change.note }),
  ...(change.lockCode === undefined ? {} : { lockCode: change.lockCode }),
  origin: change.origin ?? originOf(change.actor),
  actor: change.actor,
  issuerStatus,
});

/** Only the issuer's answer to the entry before: nothing but its own status is other than then. */
const isAnswer = ({ type, status, previousStatus, lockCode }: RecordedChange): boolean =>
  type.startsWith('card.issuer_status_') && status === previousStatus && lockCode === undefined;

/** Only who asked for what the issuer has reported already, so that the entry before is the command's own. */
const isReportedAlready = (last: HistoryEntry, { type, status, previousStatus }: RecordedChange): boolean =>
  (type === 'card.activated' || type === 'card.unlocked') &&
  status === previousStatus &&
  last.to === status &&
  last.origin === 'network';

const isOfStatus = ({ type, previousStatus }: RecordedChange, known: ReadonlySet<string>): boolean =>
  previousStatus !== undefined && (known.has(type) || type === 'card.issuer_status_confirmed');

/** The entry before, where the change only completes it. */
const joinedTo = (last: HistoryEntry, change: RecordedChange, said: IssuerStatus): HistoryEntry | undefined => {
  if (isAnswer(change)) return { ...last, issuerStatus: said };
  return isReportedAlready(last, change)
    ? { ...entryOf(change, last.to, said), at: last.at, from: last.from }
    : undefined;
};

/**
 * The status history of a card, from its issuance on (`from: 'requested'`). What the issuer answered to a change is part
 * of that change's entry, whichever was recorded first.
 */
export const historyOf = (changes: readonly RecordedChange[], statusEvents: readonly string[]): HistoryEntry[] => {
  const known = new Set(statusEvents);
  const entries: HistoryEntry[] = [];
  for (const change of changes.filter((candidate) => isOfStatus(candidate, known))) {
    const { status, issuerStatus } = change;
    const last = entries.at(-1);
    if (status === undefined) continue;
    const said = issuerStatus ?? last?.issuerStatus ?? (status === 'inactive' ? 'inactive' : 'active');
    const joined = last === undefined ? undefined : joinedTo(last, change, said);
    if (joined === undefined) entries.push(entryOf(change, status, said));
    else entries[entries.length - 1] = joined;
  }
  return entries;
};
