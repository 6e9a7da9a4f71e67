import type { OperationContext } from '../kernel/operation/context.ts';
import { bindReference } from '../kernel/persistence/provider-reference.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import type { AuthCharge, AuthChargePurpose } from './domain/auth-charge.ts';
import { advanceCharge } from './domain/auth-charge.ts';
import type { Authenticated } from './domain/mandate-changes.ts';
import { authenticate, changed, close, end, giveUp, modify, withCharge } from './domain/mandate-changes.ts';
import type { MandateEvent } from './domain/mandate-events.ts';
import { chargeRecord, mandateRecord } from './domain/mandate-events.ts';
import type { AfaProof, MandateOperation } from './domain/mandate-operation.ts';
import { needsNewToken } from './domain/mandate-operation.ts';
import type { Mandate } from './domain/mandate.ts';
import type { Look, LookingDependencies } from './looking.ts';
import type { MandateStep } from './mandate-work.ts';
import type { ProviderPayment } from './ports/payment-provider.ts';

/** An order whose authentication is waited for. */
type Awaiting = MandateOperation & { readonly orderId: string };

const isAwaiting = (operation: MandateOperation | undefined): operation is Awaiting =>
  operation?.status === 'afa_pending' && operation.orderId !== undefined;

/** Some registrations show a payment that failed and is none (regulation.md 2.5). */
const dummyPayment = 'upi_dummy_payment';

const isPaid = ({ status }: ProviderPayment): boolean => status === 'captured' || status === 'refunded';

/** The charge with the two records that say how it came to be: first held, then captured (SH-11, D-17). */
const newCharge = (
  { ids, mandates }: LookingDependencies,
  { tenant }: OperationContext,
  { mandate, payment, purpose }: { mandate: Mandate; payment: ProviderPayment; purpose: AuthChargePurpose },
) => {
  const held: AuthCharge = {
    authChargeId: ids.next('ach', tenant),
    purpose,
    amount: payment.amount,
    status: 'held',
    paymentId: payment.paymentId,
    capturedAt: payment.createdAt,
    refunds: 0,
    sequence: 1,
  };
  const charge = advanceCharge(held, 'captured');
  const partition = mandates.chargePartition(tenant, held.authChargeId);
  return { charge, records: [held, charge].map((state) => chargeRecord(partition, mandate, state)) };
};

/** The provider's ids by which its events find this mandate; a token that serves it already is bound already. */
const bindings = (
  { tenant }: OperationContext,
  { mandateId, remote }: Mandate,
  { paymentId, tokenId }: ProviderPayment,
): readonly WriteIntent[] =>
  [paymentId, tokenId === remote.tokenId ? undefined : tokenId]
    .filter((id) => id !== undefined)
    .map((id) => bindReference('payment', id, { tenant, resourceId: mandateId }));

const proofOf = (mandate: Mandate, { paymentId, createdAt }: ProviderPayment): AfaProof => ({
  method: mandate.method === 'card' ? 'card_redirect' : 'upi_intent',
  at: createdAt,
  reference: paymentId,
});

/** What an authentication allowed, by the operation that asked for it. */
const allowed = (
  mandate: Mandate,
  { operation, proof, charge, remote }: Authenticated & { readonly operation: MandateOperation },
): { readonly mandate: Mandate; readonly type: MandateEvent } => {
  if (operation.type === 'create') {
    return { mandate: authenticate(mandate, operation, { proof, charge, remote }), type: 'mandate.authenticated' };
  }
  const proved = { ...operation, afa: proof };
  const booked = { ...withCharge(mandate, charge), openOperation: proved };
  const asOneStep = (after: Mandate): Mandate => ({ ...after, sequence: booked.sequence });
  if (operation.type === 'withdraw') {
    return { mandate: asOneStep(close(booked, proved)), type: 'mandate.withdrawal_started' };
  }
  if (!needsNewToken(operation.change ?? {})) {
    return { mandate: asOneStep(modify(booked, proved, undefined)), type: 'mandate.modified' };
  }
  const waiting = { ...proved, status: 'initiated' as const, tokenId: remote.tokenId };
  return {
    mandate: asOneStep(changed(booked, { openOperation: waiting })),
    type: 'mandate.modification_authenticated',
  };
};

const afterSuccess = (
  deps: LookingDependencies,
  context: OperationContext,
  { mandate, operation, payment }: { mandate: Mandate; operation: Awaiting; payment: ProviderPayment },
): MandateStep => {
  const purpose = operation.type === 'modify' || operation.type === 'withdraw' ? operation.type : 'create';
  const { charge, records } = newCharge(deps, context, { mandate, payment, purpose });
  const { tokenId, bank, app } = payment;
  const remote = {
    ...(tokenId === undefined ? {} : { tokenId }),
    ...(bank === undefined ? {} : { bank }),
    ...(app === undefined ? {} : { app }),
  };
  const proof = proofOf(mandate, payment);
  const after = allowed(mandate, { operation, proof, charge, remote });
  const partition = deps.mandates.partition(context.tenant, mandate.mandateId);
  return {
    mandate: after.mandate,
    records: [mandateRecord(partition, after.mandate, { type: after.type }), ...records],
    writes: bindings(context, mandate, payment),
  };
};

/** A registration ends with its authentication; a change or a withdrawal leaves the mandate as it was (SH-14). */
export const afterRefusal = (
  { mandates }: Pick<LookingDependencies, 'mandates'>,
  context: OperationContext,
  {
    mandate,
    operation,
    reason,
  }: { readonly mandate: Mandate; readonly operation: MandateOperation; readonly reason: string },
): MandateStep => {
  const partition = mandates.partition(context.tenant, mandate.mandateId);
  const { type, mandateOperationId } = operation;
  if (type !== 'create') {
    const after = giveUp(mandate);
    const data = { mandateOperationId, operation: type, reason };
    return { mandate: after, records: [mandateRecord(partition, after, { type: 'mandate.operation_failed', data })] };
  }
  const status = reason === 'authentication_expired' ? 'expired' : 'rejected';
  const after = end(mandate, { status, reason, at: context.clock.now(), isTokenAlive: true });
  return {
    mandate: after,
    records: [mandateRecord(partition, after, { type: `mandate.${status}` })],
  };
};

/**
 * Whether the payer has authenticated: the captured INR 1 is the proof. A payment that failed ends the operation, so that
 * the payer is not asked twice for one registration (SH-14); a status that nobody has seen before waits.
 */
export const lookAtAuthentication: Look = async (deps, context, { mandate }) => {
  const operation = mandate.openOperation;
  if (!isAwaiting(operation)) return undefined;
  const payments = await deps.payments.paymentsOf(context.tenant, operation.orderId);
  const payment = payments.find(isPaid);
  if (payment !== undefined) return afterSuccess(deps, context, { mandate, operation, payment });
  const last = payments.findLast(({ failure }) => failure?.reason !== dummyPayment);
  if (last === undefined || payments.some(({ status }) => status !== 'failed')) return undefined;
  const { bank = mandate.remote.bank, app = mandate.remote.app } = last;
  // Whoever refused a registration is named with it; a mandate that is there keeps its own bank and app.
  const seen = operation.type === 'create' ? { ...mandate, remote: { ...mandate.remote, bank, app } } : mandate;
  return afterRefusal(deps, context, { mandate: seen, operation, reason: last.failure?.reason ?? 'unknown_reason' });
};

/** Money that came for an authentication that is over already: it is booked, goes back, and its token with it (SH-14). */
export const lookForLatePayments: Look = async (deps, context, { mandate, hint }) => {
  const { tenant } = context;
  const orders = mandate.pastOrders.filter((orderId) => hint?.orderId === undefined || hint.orderId === orderId);
  const isMeant = hint === undefined ? mandate.lateUntil !== undefined : !/^(?:token|refund)\./.test(hint.type);
  if (!isMeant) return undefined;
  for (const orderId of orders) {
    const payments = await deps.payments.paymentsOf(tenant, orderId);
    const late = payments.find(({ status }) => status === 'captured');
    if (late === undefined) continue;
    const { charge, records } = newCharge(deps, context, { mandate, payment: late, purpose: 'late' });
    const booked = withCharge(mandate, charge);
    const stray = late.tokenId === mandate.remote.tokenId ? undefined : late.tokenId;
    const tokensToCancel = stray === undefined ? mandate.tokensToCancel : [...mandate.tokensToCancel, stray];
    // An order is paid once: nothing more comes for this one.
    const pastOrders = mandate.pastOrders.filter((other) => other !== orderId);
    return { mandate: { ...booked, tokensToCancel, pastOrders }, records, writes: bindings(context, mandate, late) };
  }
  return undefined;
};
