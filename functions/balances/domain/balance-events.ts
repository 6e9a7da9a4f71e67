import type { RecordDraft } from '../../kernel/events/record.ts';
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
