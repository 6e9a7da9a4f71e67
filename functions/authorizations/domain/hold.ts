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
}

/** How an authorization stands; all amounts in minor units. The sum of `left` is what its balance holds (I2). */
export interface Hold {
  readonly state: AuthorizationState;
  /** Reserved and not yet released. */
  readonly left: bigint;
  /** Posted by clearings, or at once by a single message. */
  readonly cleared: bigint;
  /** Released by reversals; before the authorization came, what it will be short of. */
  readonly reversed: bigint;
  readonly refunded: bigint;
  /** Counts the changes, from 1. */
  readonly version: number;
  readonly shares: readonly DepositShare[];
  readonly counted: readonly Counted[];
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

const stateAfterRelease = (hold: Hold, left: bigint, released: 'reversed' | 'expired'): AuthorizationState => {
  if (left > 0n || !isOpen(hold)) return hold.state;
  return hold.cleared > 0n && released === 'reversed' ? 'cleared' : released;
};

/**
 * Money is presented (clearing): the hold gives what it has, the rest is posted beyond it. The final one releases what
 * is left. After a reversal or an expiry it is posted all the same (rule 116).
 */
export const clear = (hold: Hold, clearing: { readonly amount: bigint; readonly final: boolean }): HoldChange => {
  const released = clearing.final ? hold.left : smaller(hold.left, clearing.amount);
  const left = hold.left - released;
  const state = isOpen(hold) ? (left === 0n ? 'cleared' : 'partially_cleared') : hold.state;
  return {
    hold: next(hold, { state, left, cleared: hold.cleared + clearing.amount }),
    held: -released,
    posted: -clearing.amount,
  };
};

/**
 * The network takes an authorization back, all of it or a part. What was posted at once is given back; what comes
 * before its authorization is kept until that comes (boundary case 23).
 * @param amount undefined: all of it
 */
export const reverse = (hold: Hold, amount: bigint | undefined): HoldChange => {
  if (hold.state === 'early') {
    const reversed = amount === undefined ? maxMinor : smaller(hold.reversed + amount, maxMinor);
    return { hold: next(hold, { reversed }), held: 0n, posted: 0n };
  }
  const released = smaller(hold.left, amount ?? hold.left);
  const left = hold.left - released;
  const state = stateAfterRelease(hold, left, 'reversed');
  return { hold: next(hold, { state, left, reversed: hold.reversed + released }), held: -released, posted: 0n };
};

/** What was paid at once, by a single message, is given back, all of it or a part. */
export const giveBack = (hold: Hold, amount: bigint | undefined): HoldChange => {
  const back = smaller(hold.cleared - hold.refunded, amount ?? hold.cleared);
  return { hold: next(hold, { refunded: hold.refunded + back }), held: 0n, posted: back };
};

/** More is reserved on the same authorization. */
export const increase = (
  hold: Hold,
  by: { readonly minor: bigint; readonly counted: readonly Counted[] },
): HoldChange => ({
  hold: next(hold, { left: hold.left + by.minor, counted: [...hold.counted, ...by.counted] }),
  held: by.minor,
  posted: 0n,
});

/** Its time is over: what is left is released; a later clearing still posts. */
export const expire = (hold: Hold): HoldChange => ({
  hold: next(hold, { state: stateAfterRelease(hold, 0n, 'expired'), left: 0n }),
  held: -hold.left,
  posted: 0n,
});

/** The hold is to be so much in all; what was cleared or reversed before counts towards it. */
export const raiseTo = (hold: Hold, total: bigint): HoldChange => {
  const rest = total - hold.cleared - hold.reversed;
  const left = rest > 0n ? rest : 0n;
  const state = hold.state === 'early' ? (left > 0n ? 'approved' : 'reversed') : hold.state;
  const reopened = left > 0n && !isOpen({ ...hold, state }) ? 'approved' : state;
  return { hold: next(hold, { state: reopened, left }), held: left - hold.left, posted: 0n };
};

/** Money that was spent comes back, by a refund that names its purchase. */
export const refund = (hold: Hold, amount: bigint): HoldChange => ({
  hold: next(hold, { refunded: hold.refunded + amount }),
  held: 0n,
  posted: amount,
});

/** A refund is taken back. */
export const unrefund = (hold: Hold, amount: bigint): HoldChange => ({
  hold: next(hold, { refunded: hold.refunded - smaller(hold.refunded, amount) }),
  held: 0n,
  posted: -amount,
});
