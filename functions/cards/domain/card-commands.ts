import type { Temporal } from 'temporal-polyfill';
import { DomainError, InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Card, CardStatus } from './card.ts';
import { effectiveStatus } from './card.ts';
import type { CardLock } from './card-lock.ts';
import { isForGood, withLock } from './card-lock.ts';
import type { Actor, LockCode } from './lock-table.ts';
import { lockTable, mayLift, mayLock } from './lock-table.ts';

/** What may be done to a card's status from here; what the issuer does by itself is no command. */
export const cardCommands = ['activate', 'lock', 'unlock', 'close', 'remove', 'expire'] as const;
export type CardCommand = (typeof cardCommands)[number];

/**
 * Where each command leads from each state (domain.md 2.4, AL-16); what is not listed is refused with invalid_state.
 * `unlock` may leave a card locked, by what the caller may not lift, or inactive, as it was before its lock.
 */
export const transitions: Readonly<Record<CardStatus, Partial<Readonly<Record<CardCommand, readonly CardStatus[]>>>>> =
  {
    requested: {},
    inactive: {
      activate: ['active', 'inactive'],
      lock: ['locked'],
      close: ['closed'],
      remove: ['closed'],
      expire: ['expired'],
    },
    active: { activate: ['active'], lock: ['locked'], close: ['closed'], remove: ['closed'], expire: ['expired'] },
    locked: {
      lock: ['locked'],
      unlock: ['active', 'inactive', 'locked'],
      close: ['closed'],
      remove: ['closed'],
      expire: ['expired'],
    },
    closed: { remove: ['closed'] },
    expired: { close: ['closed'], remove: ['closed'] },
    failed: {},
  };

/** A caller that may not do this to a card, whatever state it is in. */
export class ActorRefused extends DomainError {
  override name = 'ActorRefused';
  constructor(detail: string) {
    super('forbidden', 'forbidden_role', { detail });
  }
}

/** Irreversible is irreversible (AN-52, I23). */
export class LockIrreversible extends DomainError {
  override name = 'LockIrreversible';
  constructor() {
    super('conflict', 'lock_irreversible', { detail: 'The card is locked for good.' });
  }
}

/** @throws invalid_state */
const require = (card: Card, command: CardCommand): void => {
  if (transitions[card.status][command] === undefined) throw new InvalidState(`The card is ${card.status}.`);
};

const changed = (card: Card, change: Partial<Card>): Card => {
  const next = { ...card, ...change, sequence: card.sequence + 1 };
  return { ...next, status: effectiveStatus(next) };
};

/** Who asks, and when. */
export interface Asking {
  readonly actor: Actor;
  /** As records name their actor. */
  readonly by: string;
  readonly at: Temporal.Instant;
}

/**
 * The card with a lock; itself when the same actor holds it with that lock already. A lock that can be lifted stands once
 * for each who set it: what the holder froze and the tenant suspended is open again only when both let go.
 * @throws forbidden_role, invalid_state; lock_irreversible for a lock that could be lifted on one that cannot
 */
export const lock = (
  card: Card,
  { code, note }: { readonly code: LockCode; readonly note?: string | undefined },
  { actor, by, at }: Asking,
): Card => {
  if (!mayLock(code, actor)) throw new ActorRefused(`Lock ${code} is not for this caller to set.`);
  require(card, 'lock');
  const { reversible } = lockTable[code];
  if (card.locks.some((open) => open.code === code && (!reversible || open.origin === actor))) return card;
  if (isForGood(card.locks) && reversible) throw new LockIrreversible();
  const added: CardLock = { code, origin: actor, at, by, ...(note === undefined ? {} : { note }) };
  return changed(card, { locks: withLock(card.locks, added), requestedStatus: 'locked' });
};

const requestedWithout = (card: Card, locks: readonly CardLock[]): CardStatus => {
  if (locks.length > 0) return 'locked';
  return card.issuerStatus === 'inactive' ? 'inactive' : 'active';
};

/** The card without these locks; inactive again when it was never activated (AN-59). */
const without = (card: Card, lifted: readonly CardLock[]): Card => {
  const locks = card.locks.filter((open) => !lifted.includes(open));
  return changed(card, { locks, requestedStatus: requestedWithout(card, locks) });
};

/**
 * The card without the locks that the caller may lift; others stay open, and it stays locked by them.
 * @throws invalid_state when no lock is open, lock_irreversible, forbidden_role when the caller may lift none
 */
export const unlock = (card: Card, actor: Actor): Card => {
  require(card, 'unlock');
  if (isForGood(card.locks)) throw new LockIrreversible();
  const lifted = card.locks.filter((open) => mayLift(open, actor));
  if (lifted.length === 0) throw new ActorRefused('The locks of this card are not for this caller to lift.');
  return without(card, lifted);
};

/**
 * The card without the lock of this code; itself when it is not open.
 * @throws invalid_state, lock_irreversible, forbidden_role
 */
export const lift = (card: Card, code: LockCode, actor: Actor): Card => {
  const open = card.locks.filter((candidate) => candidate.code === code);
  if (open.length === 0) return card;
  require(card, 'unlock');
  if (!lockTable[code].reversible) throw new LockIrreversible();
  if (!open.every((candidate) => mayLift(candidate, actor))) {
    throw new ActorRefused(`Lock ${code} is not for this caller to lift.`);
  }
  return without(card, open);
};

/**
 * The card, asked to be active. The issuer may have been ahead: then this platform's wish follows.
 * @throws invalid_state unless it is inactive (AN-59)
 */
export const activate = (card: Card): Card => {
  require(card, 'activate');
  if (card.status === 'active' && card.requestedStatus === 'active') throw new InvalidState('The card is active.');
  return changed(card, { requestedStatus: 'active' });
};

/** @throws invalid_state */
export const close = (card: Card): Card => {
  require(card, 'close');
  return changed(card, { requestedStatus: 'closed' });
};

/** The card, closed and gone from its holder's sight (AN-53). @throws invalid_state */
export const remove = (card: Card, at: Temporal.Instant): Card => {
  require(card, 'remove');
  return changed(card, { requestedStatus: 'closed', removedAt: at });
};

/** The card after its last month; itself when it has ended before. */
export const expire = (card: Card): Card =>
  transitions[card.status].expire === undefined ? card : changed(card, { requestedStatus: 'expired' });
