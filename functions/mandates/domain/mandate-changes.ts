import type { Temporal } from 'temporal-polyfill';
import type { AuthCharge } from './auth-charge.ts';
import type { AfaProof, MandateChange, MandateOperation } from './mandate-operation.ts';
import type { Mandate, MandateStatus, PausedBy, RemoteReference } from './mandate.ts';
import { mayBecome } from './mandate-states.ts';

type Change = Partial<Omit<Mandate, 'mandateId' | 'sequence'>>;

const keptOrders = 5;
const keptCycles = 4;

/** The mandate's next version. */
export const changed = (mandate: Mandate, change: Change): Mandate => {
  const { status = mandate.status } = change;
  if (status !== mandate.status && !mayBecome(mandate.status, status)) {
    throw new RangeError(`a mandate does not go ${mandate.status} to ${status}`);
  }
  return { ...mandate, ...change, sequence: mandate.sequence + 1 };
};

type Closed = Pick<Mandate, 'openOperation' | 'pastOrders' | 'tokensToCancel'>;

/** What is left of an operation that is over: an order that may still be paid, and a token that may be alive. */
const closed = ({ openOperation, pastOrders, tokensToCancel, remote }: Mandate): Closed => {
  const { orderId, tokenId, afa } = openOperation ?? {};
  const unpaid = orderId === undefined || afa !== undefined ? [] : [orderId];
  // A registration may name the token that serves the mandate already: that one lives on.
  const stray = tokenId === undefined || tokenId === remote.tokenId ? [] : [tokenId];
  return {
    openOperation: undefined,
    pastOrders: [...pastOrders, ...unpaid].slice(-keptOrders),
    tokensToCancel: [...new Set([...tokensToCancel, ...stray])],
  };
};

/** What the provider showed of the payment by which a payer authenticated. */
export interface Authenticated {
  readonly proof: AfaProof;
  readonly charge: AuthCharge;
  readonly remote: Pick<RemoteReference, 'tokenId' | 'bank' | 'app'>;
}

/** The registration after its authentication: chargeable only once the token is confirmed (SH-09). */
export const authenticate = (
  mandate: Mandate,
  operation: MandateOperation,
  { proof, charge, remote }: Authenticated,
): Mandate =>
  changed(mandate, {
    status: 'pending_confirmation',
    afa: proof,
    authCharge: charge,
    remote: { ...mandate.remote, ...remote },
    openOperation: { ...operation, status: 'initiated', afa: proof },
  });

/** @param cycle that the INR 1 used up; undefined where cycles do not count */
export const activate = (mandate: Mandate, cycle: string | undefined): Mandate =>
  changed(mandate, { status: 'active', ...closed(mandate), usedCycles: withCycle(mandate.usedCycles, cycle) });

const withCycle = (used: readonly string[], cycle: string | undefined): readonly string[] =>
  cycle === undefined || used.includes(cycle) ? used : [...used, cycle].slice(-keptCycles);

/** The end of a mandate, for whatever reason; a token that may be alive is cancelled at the provider. */
export const end = (
  mandate: Mandate,
  how: {
    readonly status: MandateStatus;
    readonly reason: string;
    readonly at: Temporal.Instant;
    readonly isTokenAlive: boolean;
  },
): Mandate => {
  const rest = closed(mandate);
  const alive = how.isTokenAlive && mandate.remote.tokenId !== undefined ? [mandate.remote.tokenId] : [];
  return changed(mandate, {
    status: how.status,
    ...rest,
    endReason: how.reason,
    endedAt: how.at,
    pausedUntil: undefined,
    pausedBy: undefined,
    tokensToCancel: [...new Set([...rest.tokensToCancel, ...alive])],
  });
};

/** The mandate while something is done to it. */
export const open = (mandate: Mandate, operation: MandateOperation): Mandate =>
  changed(mandate, { ...closed(mandate), openOperation: operation });

/** The mandate after an operation that came to nothing. */
export const giveUp = (mandate: Mandate): Mandate => changed(mandate, closed(mandate));

/** What a modification changes of the terms themselves. */
const newTerms = (
  { maxAmount, validUntil, notification }: Mandate,
  change: MandateChange,
): Pick<Mandate, 'maxAmount' | 'validUntil' | 'notification'> => ({
  maxAmount: change.maxAmount ?? maxAmount,
  validUntil: change.validUntil ?? validUntil,
  notification: change.channel === undefined ? notification : { channel: change.channel },
});

/** The mandate on its new terms. The old token is cancelled at the provider, unless it is still the one in use. */
export const modify = (mandate: Mandate, operation: MandateOperation, cycle: string | undefined): Mandate => {
  const { change = {}, tokenId, afa } = operation;
  const old = mandate.remote.tokenId;
  const isReplaced = tokenId !== undefined && tokenId !== old;
  return changed(mandate, {
    ...closed(mandate),
    ...newTerms(mandate, change),
    remote: isReplaced ? { ...mandate.remote, tokenId } : mandate.remote,
    tokensToCancel: isReplaced && old !== undefined ? [...mandate.tokensToCancel, old] : mandate.tokensToCancel,
    usedCycles: isReplaced ? withCycle(mandate.usedCycles, cycle) : mandate.usedCycles,
    afa: afa ?? mandate.afa,
  });
};

/** From now on no notice and no debit. */
export const pause = (mandate: Mandate, by: PausedBy, until?: Temporal.Instant): Mandate =>
  changed(mandate, { status: 'paused', pausedBy: by, pausedUntil: until });

export const resume = (mandate: Mandate): Mandate =>
  changed(mandate, { status: 'active', pausedBy: undefined, pausedUntil: undefined });

/** The network is to close the mandate: not final, but nothing starts any more. */
export const close = (mandate: Mandate, operation: MandateOperation): Mandate =>
  changed(mandate, {
    ...closed(mandate),
    status: 'cancellation_pending',
    openOperation: { ...operation, status: 'initiated' },
    pausedUntil: undefined,
    pausedBy: undefined,
  });

/** The network did not close it. */
export const reopen = (mandate: Mandate): Mandate => changed(mandate, { ...closed(mandate), status: 'active' });

/** The mandate with the newer state of one of its charges; later authentications' charges are kept until refunded. */
export const withCharge = (mandate: Mandate, charge: AuthCharge): Mandate => {
  const isThis = ({ authChargeId }: AuthCharge): boolean => authChargeId === charge.authChargeId;
  if (mandate.authCharge !== undefined && isThis(mandate.authCharge)) return changed(mandate, { authCharge: charge });
  const others = mandate.otherCharges.filter((other) => !isThis(other));
  return changed(mandate, { otherCharges: charge.status === 'refunded' ? others : [...others, charge] });
};
