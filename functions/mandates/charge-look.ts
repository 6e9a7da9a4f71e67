import type { OperationContext } from '../kernel/operation/context.ts';
import type { AuthCharge } from './domain/auth-charge.ts';
import { advanceCharge, isRefundOpen } from './domain/auth-charge.ts';
import { withCharge } from './domain/mandate-changes.ts';
import { chargeRecord } from './domain/mandate-events.ts';
import { chargesOf } from './domain/mandate-states.ts';
import type { Look, LookingDependencies } from './looking.ts';
import { PaymentRefused } from './ports/payment-refused.ts';
import type { ProviderRefund } from './ports/payment-provider.ts';

/** The provider's key of one refund: the same on every try of it, and another one once it has failed. */
const keyOf = ({ authChargeId, refunds }: AuthCharge): string => `${authChargeId}-${refunds}`;

/** The provider's word for a payment that was given back in full already, such as by hand on its own pages. */
const givenBack = 'payment_already_refunded';

/** Asks for the refund; one that was asked for before is the same (rule 47). */
const refund = async (
  { payments }: LookingDependencies,
  { tenant }: OperationContext,
  charge: AuthCharge,
): Promise<ProviderRefund | 'refused' | 'given_back'> => {
  const { paymentId, amount, refundId } = charge;
  try {
    return refundId === undefined
      ? await payments.refund(tenant, { paymentId, amount, key: keyOf(charge) })
      : await payments.readRefund(tenant, { paymentId, refundId });
  } catch (error) {
    if (!(error instanceof PaymentRefused)) throw error;
    return error.failure.reason === givenBack ? 'given_back' : 'refused';
  }
};

const afterLook = (
  { clock }: OperationContext,
  charge: AuthCharge,
  seen: ProviderRefund | 'refused' | 'given_back',
): AuthCharge | undefined => {
  if (seen === 'given_back') return advanceCharge(charge, 'refunded', { refundedAt: clock.now() });
  if (seen === 'refused') return advanceCharge(charge, 'refund_failed', { refundId: undefined });
  const { refundId, status, processedAt = clock.now() } = seen;
  if (status === 'processed') return advanceCharge(charge, 'refunded', { refundId, refundedAt: processedAt });
  if (status === 'failed') return advanceCharge(charge, 'refund_failed', { refundId: undefined });
  return charge.refundId === refundId ? undefined : { ...charge, refundId };
};

/** The next state of one charge: decided before the provider is asked, so that no refund is asked for without a record. */
const nextOf = async (
  deps: LookingDependencies,
  context: OperationContext,
  charge: AuthCharge,
): Promise<AuthCharge | undefined> => {
  if (charge.status === 'refund_scheduled') return afterLook(context, charge, await refund(deps, context, charge));
  return advanceCharge(charge, 'refund_scheduled', { refunds: charge.refunds + 1 });
};

/**
 * Gives the INR 1 back (SH-07, SH-12), of whatever authentication: captured, scheduled, asked for, and looked at until the
 * provider has paid it. One that failed is asked for again when somebody looks by itself, four times in all.
 */
export const lookAtCharges: Look = async (deps, context, { mandate, retriesRefunds }) => {
  for (const charge of chargesOf(mandate).filter(isRefundOpen)) {
    if (charge.status === 'refund_failed' && retriesRefunds !== true) continue;
    const after = await nextOf(deps, context, charge);
    if (after === undefined) continue;
    const partition = deps.mandates.chargePartition(context.tenant, charge.authChargeId);
    const isNew = after.sequence !== charge.sequence;
    const records = isNew ? [chargeRecord(partition, mandate, after)] : [];
    return { mandate: withCharge(mandate, after), records };
  }
  return undefined;
};
