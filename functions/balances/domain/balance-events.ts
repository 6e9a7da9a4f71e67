import type { RecordDraft } from '../../kernel/events/record.ts';
import { money, toWire } from '../../kernel/money/money.ts';
import type { Balance, NextState, Origin } from './balance.ts';

/** The record of a balance that was opened; the account's number stays out of events. */
export const balanceCreated = (partition: string, balance: Balance): RecordDraft => ({
  resource: { type: 'balance', id: balance.balanceId },
  partition,
  sequence: balance.sequence,
  type: 'balance.created',
  data: {
    balanceId: balance.balanceId,
    customerId: balance.customerId,
    currency: balance.currency,
    state: balance.state,
  },
});

const typeOf: Readonly<Record<NextState, RecordDraft['type']>> = {
  active: 'balance.unfrozen',
  frozen: 'balance.frozen',
  closing: 'balance.closing_started',
  closed: 'balance.closed',
};

/** The record of a change of state, with whom it came from and why. */
export const balanceStateChanged = (
  partition: string,
  change: { readonly before: Balance; readonly after: Balance & { readonly state: NextState } },
  cause: { readonly origin: Origin; readonly reason: string | undefined },
): RecordDraft => {
  const { before, after } = change;
  return {
    resource: { type: 'balance', id: after.balanceId },
    partition,
    sequence: after.sequence,
    type: typeOf[after.state],
    data: {
      balanceId: after.balanceId,
      customerId: after.customerId,
      currency: after.currency,
      state: after.state,
      origin: cause.origin,
      ...(cause.reason === undefined ? {} : { reason: cause.reason }),
    },
    previous: { state: before.state },
  };
};

/** Place of a warning in its balance's partition: one per change that fell below zero. */
export const overdrawnSortKey = (crossing: string): string => `OVERDRAWN#${crossing}`;

/**
 * The record of a balance that owes more than it holds (regulation.md 4.2): a stand-in approval, a force post, a return
 * or a correction took it there.
 * @param balance with what was available after that
 * @param at.crossing names the change that fell below zero, so that it warns once
 */
export const balanceOverdrawn = (
  partition: string,
  balance: Pick<Balance, 'balanceId' | 'customerId' | 'currency'> & { readonly available: bigint },
  at: { readonly crossing: string; readonly sequence: number },
): RecordDraft => ({
  resource: { type: 'balance', id: balance.balanceId },
  partition,
  sequence: at.sequence,
  type: 'balance.overdrawn',
  sortKey: overdrawnSortKey(at.crossing),
  data: {
    balanceId: balance.balanceId,
    customerId: balance.customerId,
    available: toWire(money(balance.available, balance.currency)),
  },
});

/** True when this change took what is available from zero or above to below zero. */
export const fellBelowZero = (before: bigint, after: bigint): boolean => before >= 0n && after < 0n;
