import { Temporal } from 'temporal-polyfill';
import type { Card, IssuerStatus } from './card.ts';
import { effectiveStatus } from './card.ts';
import type { CardLock } from './card-lock.ts';
import { principalLock, withLock } from './card-lock.ts';
import type { IssuerReason } from './issuer-reason.ts';
import type { LockCode } from './lock-table.ts';
import { codeOfReason, lockTable } from './lock-table.ts';

/** What the issuer says of a card's status, and of which moment. */
export interface StatusReport {
  readonly status: IssuerStatus;
  readonly at: Temporal.Instant;
  readonly reason?: IssuerReason | undefined;
}

const severity: Readonly<Record<IssuerStatus, number>> = { inactive: 0, active: 1, suspended: 2, closed: 3 };

/** Of two reports of one moment the more severe one counts, whichever is heard of first. */
const isNewer = (card: Card, { status, at }: StatusReport): boolean => {
  const order = Temporal.Instant.compare(at, card.issuerStatusAt);
  return order > 0 || (order === 0 && severity[status] > severity[card.issuerStatus]);
};

/** The lock that a suspension stands for: one of the network's that is open still, none where it carries out one of ours. */
const lockOf = (card: Card, { reason, at }: StatusReport): CardLock | undefined => {
  const own = card.locks.filter(({ origin }) => origin !== 'network');
  const code: LockCode = codeOfReason(reason);
  const known = card.locks.find((lock) => lock.origin === 'network' && lock.code === code);
  if (known !== undefined) return known;
  const isOurs = own.some((lock) => lockTable[lock.code].issuerReason === (reason ?? 'other'));
  return isOurs ? undefined : { code, origin: 'network', at, by: 'issuer' };
};

const isReversible = ({ code }: CardLock): boolean => lockTable[code].reversible;

/** Locks as the newest report leaves them: the network's own are what it says now, those for good stay. */
const locksAfter = (card: Card, report: StatusReport): readonly CardLock[] => {
  const kept = card.locks.filter((lock) => lock.origin !== 'network' || !isReversible(lock));
  const lock = report.status === 'suspended' ? lockOf(card, report) : undefined;
  if (lock === undefined || kept.includes(lock)) return kept;
  if (card.locks.includes(lock)) return [...kept, lock];
  return isReversible(lock) && kept.some((other) => !isReversible(other)) ? kept : withLock(kept, lock);
};

const afterNews = (card: Card, report: StatusReport): Card => {
  const next = {
    ...card,
    issuerStatus: report.status,
    issuerStatusAt: report.at,
    issuerReason: report.reason,
    locks: locksAfter(card, report),
    sequence: card.sequence + 1,
  };
  return { ...next, status: effectiveStatus(next) };
};

/** A lock for good counts whenever it is heard of, although the status of that moment has passed. */
const afterOldNews = (card: Card, report: StatusReport): Card | undefined => {
  const lock = report.status === 'suspended' ? lockOf(card, report) : undefined;
  if (lock === undefined || isReversible(lock) || card.locks.some(({ code }) => code === lock.code)) return undefined;
  const next = { ...card, locks: withLock(card.locks, lock), sequence: card.sequence + 1 };
  return { ...next, status: effectiveStatus(next) };
};

/**
 * The card after the issuer's report; undefined when that says nothing new. Reports come in any order, and the end
 * must be the same for each: the latest by the issuer's clock counts, so that one which confirms the status still
 * outdates the reports of earlier moments. Closed is for good, whenever it is heard of, and so is a lock that nobody
 * lifts. A suspension is a lock from outside (AN-66); an active card has none of those that can be lifted.
 */
export const withIssuerStatus = (card: Card, report: StatusReport): Card | undefined => {
  if (card.issuerStatus === 'closed') return undefined;
  if (report.status === 'closed' || isNewer(card, report)) return afterNews(card, report);
  return afterOldNews(card, report);
};

/**
 * The card after the issuer's answer to a question; undefined when that says nothing new. Where nothing else was heard
 * since it was asked, the answer is the newest there is, whatever the clocks say (AL-14).
 * @param asked the card as it was when the issuer was asked
 */
export const withIssuerAnswer = (
  card: Card,
  report: StatusReport,
  asked: Pick<Card, 'issuerStatusAt'>,
): Card | undefined => {
  const known = card.issuerStatusAt;
  const isOutdated = known.equals(asked.issuerStatusAt) && Temporal.Instant.compare(report.at, known) <= 0;
  const isNews = isOutdated && report.status !== card.issuerStatus;
  return withIssuerStatus(card, isNews ? { ...report, at: known.add({ milliseconds: 1 }) } : report);
};

/** What is to be asked of the issuer. */
export interface IssuerWish {
  readonly status: 'suspended' | 'closed';
  readonly reason: IssuerReason;
}

/**
 * What the issuer must still be asked for to be as strict as this platform; undefined when it is. An inactive card
 * cannot be used at the issuer either, so that its locks are kept here alone, and lifting them does not activate it.
 */
export const issuerWish = ({
  issuerStatus,
  requestedStatus,
  locks,
}: Pick<Card, 'issuerStatus' | 'requestedStatus' | 'locks'>): IssuerWish | undefined => {
  if (issuerStatus === 'closed') return undefined;
  const lock = principalLock(locks);
  const reason = lock === undefined ? undefined : lockTable[lock.code].issuerReason;
  if (requestedStatus === 'closed') return { status: 'closed', reason: reason ?? 'accountClosure' };
  return reason === undefined || issuerStatus !== 'active' ? undefined : { status: 'suspended', reason };
};

/** A card that is suspended already has been lost, stolen or replaced since: the issuer is told the graver reason. */
export const graverReason = (card: Card): IssuerWish | undefined => {
  const lock = principalLock(card.locks);
  if (card.issuerStatus !== 'suspended' || lock === undefined || isReversible(lock)) return undefined;
  const reason = lockTable[lock.code].issuerReason;
  return card.issuerReason === reason ? undefined : { status: 'suspended', reason };
};
