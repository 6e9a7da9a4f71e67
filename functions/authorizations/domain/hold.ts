import { maxMinor } from '../../kernel/money/money.ts';

/** States of an authorization (domain.md 2.6); `early`: only messages about it came so far. */
export const authorizationStates = [
  'early',
  'declined',
  'approved',
  'partially_cleared',
  'cleared',
  'reversed',
  'expired',
] as const;
export type AuthorizationState = (typeof authorizationStates)[number];

/** Part of a deposit's slice that an authorization holds; minor units. */
export interface DepositShare {
  readonly slice: number;
  readonly amount: bigint;
}

/** What a counter was raised by. */
export interface Counted {
  readonly key: string;
  readonly run: string;
  readonly minor: bigint;
  /** Uses that it counted; undefined where nobody asks. */
  readonly times?: bigint | undefined;
}

/** How an authorization stands; all amounts in minor units. The sum of `left` is what its balance holds (I2). */
export interface Hold {
  readonly state: AuthorizationState;
  /** Reserved and not yet released. */
  readonly left: bigint;
  /** Posted by clearings, or at once by a single message. */
  readonly cleared: bigint;
  /** Taken back, also beyond what is reserved: what an authorization or an advice that comes later is short of. */
  readonly reversed: bigint;
  readonly refunded: bigint;
  /** Counts the changes, from 1. */
  readonly version: number;
  readonly shares: readonly DepositShare[];
  readonly counted: readonly Counted[];
  /** The version with which the network last said itself what is held. */
  readonly advised?: number | undefined;
}

export const newHold = (state: AuthorizationState, left: bigint): Hold => ({
  state,
  left,
  cleared: 0n,
  reversed: 0n,
  refunded: 0n,
  version: 1,
  shares: [],
  counted: [],
});

/** What a message does: to the hold, to what is held, to what is posted. */
export interface HoldChange {
  readonly hold: Hold;
  /** Change of what the balance holds. */
  readonly held: bigint;
  /** Change of what is posted: below zero is money out. */
  readonly posted: bigint;
}

const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

const open: ReadonlySet<AuthorizationState> = new Set(['approved', 'partially_cleared']);

/** Whether the authorization may still be raised. */
export const isOpen = ({ state }: Hold): boolean => open.has(state);

const next = (hold: Hold, change: Partial<Hold>): Hold => ({ ...hold, ...change, version: hold.version + 1 });

/** Something was said about it that changes nothing. */
export const unchanged = (hold: Hold): Hold => next(hold, {});

/** It is over: nothing is reserved by what comes later, be it the authorization itself or an advice (I8). */
const nothingToCome = { reversed: maxMinor };

/** What an authorization is by its amounts, so that it is the same whichever message came first (I8). */
const stateBy = (hold: Hold, ended: 'reversed' | 'expired'): AuthorizationState => {
  if (hold.state === 'early' || hold.state === 'declined') return hold.state;
  if (hold.left > 0n) return hold.cleared > 0n ? 'partially_cleared' : 'approved';
  if (hold.cleared > 0n) return 'cleared';
  return hold.state === 'reversed' || hold.state === 'expired' ? hold.state : ended;
};

const changed = (
  hold: Hold,
  change: Partial<Hold>,
  moved: { readonly posted?: bigint; readonly ended?: 'reversed' | 'expired' } = {},
): HoldChange => {
  const after = next(hold, change);
  const { posted = 0n, ended = 'reversed' } = moved;
  return { hold: { ...after, state: stateBy(after, ended) }, held: after.left - hold.left, posted };
};

/**
 * Money is presented (clearing): the hold gives what it has, the rest is posted beyond it. The final one releases what
 * is left. After a reversal or an expiry it is posted all the same (rule 116).
 */
export const clear = (hold: Hold, clearing: { readonly amount: bigint; readonly final: boolean }): HoldChange => {
  const released = clearing.final ? hold.left : smaller(hold.left, clearing.amount);
  const over = clearing.final ? nothingToCome : {};
  const amounts = { left: hold.left - released, cleared: hold.cleared + clearing.amount, ...over };
  return changed(hold, amounts, { posted: -clearing.amount });
};

/**
 * The network takes an authorization back, all of it or a part. What was posted at once is given back; what comes
 * before its authorization is kept until that comes (boundary case 23).
 * @param amount minor units; undefined: all of it
 */
export const reverse = (hold: Hold, amount: bigint | undefined): HoldChange => {
  if (amount === undefined) return changed(hold, { left: 0n, ...nothingToCome });
  const reversed = smaller(hold.reversed + amount, maxMinor);
  return changed(hold, { left: hold.left - smaller(hold.left, amount), reversed });
};

/**
 * What nobody heard of is taken back. Unlike a reversal it does not end the authorization: to the network it was never
 * approved, and the network may yet decide on it by itself.
 * @param amount minor units; undefined: all of it
 */
export const takeBack = (hold: Hold, amount: bigint | undefined): HoldChange =>
  changed(hold, { left: hold.left - smaller(hold.left, amount ?? hold.left) });

const aboveZero = (minor: bigint): bigint => (minor > 0n ? minor : 0n);

/** What was paid at once, by a single message, is given back, all of it or a part, as far as it was not refunded. */
export const giveBack = (hold: Hold, amount: bigint | undefined): HoldChange => {
  const back = smaller(aboveZero(hold.cleared - hold.refunded), amount ?? hold.cleared);
  return changed(hold, { refunded: hold.refunded + back }, { posted: back });
};

/** More is reserved on the same authorization. @param by minor units */
export const increase = (hold: Hold, by: bigint): HoldChange => changed(hold, { left: hold.left + by });

/** Its time is over: what is left is released; a later clearing still posts. */
export const expire = (hold: Hold): HoldChange => changed(hold, { left: 0n, ...nothingToCome }, { ended: 'expired' });

/** The hold is to be so much in all; what was cleared or reversed before counts towards it. */
export const raiseTo = (hold: Hold, total: bigint): HoldChange => {
  const rest = total - hold.cleared - hold.reversed;
  return changed({ ...hold, state: 'approved' }, { left: rest > 0n ? rest : 0n });
};

/** The network decided by itself: so much is held, whatever was decided here before. */
export const advise = (hold: Hold, total: bigint): HoldChange => {
  const { hold: after, ...moved } = raiseTo(hold, total);
  return { ...moved, hold: { ...after, advised: after.version } };
};

/** Money that was spent comes back, by a refund that names its purchase. */
export const refund = (hold: Hold, amount: bigint): HoldChange =>
  changed(hold, { refunded: hold.refunded + amount }, { posted: amount });

/** A refund is taken back. */
export const unrefund = (hold: Hold, amount: bigint): HoldChange =>
  changed(hold, { refunded: hold.refunded - smaller(hold.refunded, amount) }, { posted: -amount });
