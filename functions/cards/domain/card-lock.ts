import type { Temporal } from 'temporal-polyfill';
import type { Actor, LockCode } from './lock-table.ts';
import { lockTable, principalCode } from './lock-table.ts';

/** An open lock of a card. */
export interface CardLock {
  readonly code: LockCode;
  readonly origin: Actor;
  /** What was said with it, kept for whoever looks into it later (AL-11). */
  readonly note?: string | undefined;
  readonly at: Temporal.Instant;
  /** Who set it, as records name their actor. */
  readonly by: string;
}

type Locks = readonly CardLock[];

/** The lock that counts for the action code; undefined when none is open. */
export const principalLock = (locks: Locks): CardLock | undefined => {
  const code = principalCode(locks.map((lock) => lock.code));
  return locks.find((lock) => lock.code === code);
};

/** Whether one of them is for good. */
export const isForGood = (locks: Locks): boolean => locks.some(({ code }) => !lockTable[code].reversible);

/**
 * The locks with another one. One for good takes the place of those that could be lifted, never the reverse; several of
 * either kind stand together.
 */
export const withLock = (locks: Locks, lock: CardLock): Locks => [
  ...(lockTable[lock.code].reversible ? locks : locks.filter(({ code }) => !lockTable[code].reversible)),
  lock,
];
