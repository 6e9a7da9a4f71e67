import { Temporal } from 'temporal-polyfill';
import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import { toWire } from '../../kernel/money/money.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import { authChargeRefundDeadline } from '../../policies/mandate-terms.ts';
import type { AuthCharge } from '../domain/auth-charge.ts';
import { mandateRecord } from '../domain/mandate-events.ts';
import type { Mandate } from '../domain/mandate.ts';
import { chargesOf } from '../domain/mandate-states.ts';
import { changed } from '../domain/mandate-changes.ts';
import type { LookingDependencies } from '../looking.ts';
import { followIfAnswered } from '../mandate-following.ts';
import { loadMandate, takeStep } from '../mandate-work.ts';
import type { checkAuthChargeRefund as declaration } from './declaration.ts';

const openCharge = (mandate: Mandate, authChargeId: string): AuthCharge | undefined =>
  chargesOf(mandate).find((charge) => charge.authChargeId === authChargeId && charge.status !== 'refunded');

/**
 * Raises the alarm when the INR 1 of an authentication is not back with its payer in time (D-17).
 *
 * 1. Fired too early, by the tenant's clock: fail, so that it is fired again.
 * 2. Look at the provider: a refund whose word got lost is no delay.
 * 3. Still open: the event for the tenant, the count for the alarm. The refund itself goes on being asked for.
 */
export const checkAuthChargeRefund =
  (deps: LookingDependencies): TimerUseCase<typeof declaration> =>
  async (context, { mandateId, authChargeId }) => {
    const before = openCharge(await loadMandate(deps, context, mandateId), authChargeId);
    if (before === undefined) return;
    if (Temporal.Instant.compare(context.clock.now(), authChargeRefundDeadline(before.capturedAt).at) < 0) {
      throw new TemporarilyUnavailable('The refund is not overdue yet.');
    }
    // A silent provider does not keep the alarm from ringing.
    const looked = await followIfAnswered(deps, context, mandateId);
    const charge = openCharge(looked.mandate, authChargeId);
    if (charge === undefined) return;
    await takeStep(deps, context, {
      mandateId,
      decide: (mandate) => {
        const after = changed(mandate, {});
        const partition = deps.mandates.partition(context.tenant, mandateId);
        const data = { authChargeId, paymentId: charge.paymentId, amount: toWire(charge.amount) };
        return {
          mandate: after,
          records: [mandateRecord(partition, after, { type: 'mandate.auth_charge_refund_overdue', data })],
          counts: ['auth_charge_refund_overdue'],
        };
      },
    });
  };
