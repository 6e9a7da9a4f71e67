import { lockActions } from '../../policies/lock-actions.ts';
import type { IssuerReason } from './issuer-reason.ts';

/** Reasons a card is locked for, by their code (AN-43 to AN-50). */
export const lockCodes = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type LockCode = (typeof lockCodes)[number];

/** Who may act on a card's life: the holder, the tenant's servers, staff, the card network or issuer, the platform. */
export const actors = ['customer', 'server', 'operator', 'network', 'system'] as const;
export type Actor = (typeof actors)[number];

export interface LockRule {
  readonly name: string;
  /** What an authorization is answered with; four digits, for terminals and ATMs. */
  readonly actionCode: string;
  readonly reversible: boolean;
  readonly setBy: readonly Actor[];
  /** `origin`: whoever set it. */
  readonly liftedBy: readonly (Actor | 'origin')[];
  /** The same in the issuers' words. */
  readonly issuerReason: IssuerReason;
}

/**
 * The one table for locks from inside and from outside (domain.md 2.4, D-05). The network may set every code: what it
 * tells has happened already (AN-66). Code 7 is not the holder's nor the tenant's to lift (D-04); code 6 is lifted with
 * a new PIN, by the platform. Code 5 is for dormant cards, never for those not activated yet (D-03).
 */
export const lockTable: Readonly<Record<LockCode, LockRule>> = {
  1: {
    name: 'card_lost',
    actionCode: lockActions[1],
    reversible: false,
    setBy: ['customer', 'server', 'operator', 'network'],
    liftedBy: [],
    issuerReason: 'lost',
  },
  2: {
    name: 'card_stolen',
    actionCode: lockActions[2],
    reversible: false,
    setBy: ['customer', 'server', 'operator', 'network'],
    liftedBy: [],
    issuerReason: 'stolen',
  },
  3: {
    name: 'pending_query',
    actionCode: lockActions[3],
    reversible: true,
    setBy: ['customer', 'server', 'operator', 'network'],
    liftedBy: ['origin', 'operator'],
    issuerReason: 'other',
  },
  4: {
    name: 'card_consolidation',
    actionCode: lockActions[4],
    reversible: true,
    setBy: ['operator', 'network'],
    liftedBy: ['operator'],
    issuerReason: 'other',
  },
  5: {
    name: 'card_inactive',
    actionCode: lockActions[5],
    reversible: false,
    setBy: ['operator', 'system', 'network'],
    liftedBy: [],
    issuerReason: 'endOfLife',
  },
  6: {
    name: 'pin_tries_exceeded',
    actionCode: lockActions[6],
    reversible: true,
    setBy: ['network', 'system', 'operator'],
    liftedBy: ['operator', 'system', 'network'],
    issuerReason: 'transactionRule',
  },
  7: {
    name: 'suspected_fraud',
    actionCode: lockActions[7],
    reversible: true,
    setBy: ['network', 'system', 'operator'],
    liftedBy: ['operator', 'network'],
    issuerReason: 'suspectedFraud',
  },
  8: {
    name: 'card_replaced',
    actionCode: lockActions[8],
    reversible: false,
    setBy: ['system', 'operator', 'network'],
    liftedBy: [],
    issuerReason: 'damaged',
  },
};

/** Which of several open locks counts: those for good first, then the graver one. */
const byGravity: readonly LockCode[] = [2, 1, 8, 5, 7, 6, 4, 3];

/** The code that counts of those that are open; undefined when none is. */
export const principalCode = (codes: readonly LockCode[]): LockCode | undefined =>
  byGravity.find((code) => codes.includes(code));

const codeByReason: Partial<Readonly<Record<IssuerReason, LockCode>>> = {
  lost: 1,
  stolen: 2,
  endOfLife: 5,
  transactionRule: 6,
  suspectedFraud: 7,
  damaged: 8,
};

/** The lock that a suspension for this reason stands for; code 3 where nothing graver is said. */
export const codeOfReason = (reason: IssuerReason | undefined): LockCode =>
  (reason === undefined ? undefined : codeByReason[reason]) ?? 3;

export const mayLock = (code: LockCode, actor: Actor): boolean => lockTable[code].setBy.includes(actor);

/** Whether the actor may lift a lock that `origin` set. */
export const mayLift = (lock: { readonly code: LockCode; readonly origin: Actor }, actor: Actor): boolean => {
  const { reversible, liftedBy } = lockTable[lock.code];
  return reversible && (liftedBy.includes(actor) || (liftedBy.includes('origin') && lock.origin === actor));
};
