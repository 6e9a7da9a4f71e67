import type { OperationContext } from '../../kernel/operation/context.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { HttpInput, HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import type { ObservedLimits } from '../../policies/payer-limits.ts';
import { presentLimits, presentOperation } from '../answers.ts';
import { askPayer } from '../asking-payer.ts';
import { newOperationId } from '../changing.ts';
import { open } from '../domain/mandate-changes.ts';
import { invalidTerm, notNow, operationOpen } from '../domain/mandate-errors.ts';
import { mandateRecord } from '../domain/mandate-events.ts';
import type { MandateChange, MandateOperation } from '../domain/mandate-operation.ts';
import { needsNewToken } from '../domain/mandate-operation.ts';
import type { Mandate } from '../domain/mandate.ts';
import type { LimitDependencies } from '../limits-of-payer.ts';
import { checkedMaximum, checkedValidity } from '../mandate-terms.ts';
import type { MandateDependencies } from '../mandate-work.ts';
import { loadMandate, workOf } from '../mandate-work.ts';
import { maximumWarnings } from '../warnings.ts';
import type { modifyMandate as declaration } from './declaration.ts';

type Wish = HttpInput<typeof declaration>['body'];

/** @throws validation_failed, limit_exceeded */
const checkedChange = (
  { clock }: OperationContext,
  mandate: Mandate & { readonly observed: ObservedLimits },
  wish: Wish,
): MandateChange => {
  const { maxAmount, validUntil, notification } = wish;
  if (Object.keys(wish).length === 0) throw invalidTerm('', 'names nothing to change');
  const now = clock.now();
  return {
    maxAmount: maxAmount && checkedMaximum(fromWire(maxAmount), mandate, now),
    validUntil: validUntil === undefined ? undefined : checkedValidity(validUntil, mandate.validFrom, now),
    channel: notification?.channel,
  };
};

const tokenFor = (mandate: Mandate, change: MandateChange) =>
  needsNewToken(change)
    ? {
        token: {
          maxAmount: change.maxAmount ?? mandate.maxAmount,
          expireAt: change.validUntil ?? mandate.validUntil,
          frequency: mandate.frequency,
          recurrence: mandate.recurrence,
        },
      }
    : {};

/** What to know of a new maximum; nothing where the old one stays. */
const adviceOn = (
  { clock }: OperationContext,
  mandate: Mandate,
  { change, observed }: { readonly change: MandateChange; readonly observed: ObservedLimits },
) => {
  const { maxAmount } = change;
  if (maxAmount === undefined) return {};
  const warnings = maximumWarnings({ ...mandate, maxAmount }, clock.now(), observed);
  const limits = presentLimits(mandate, clock.now(), observed);
  return { limits, ...(warnings.length === 0 ? {} : { warnings }) };
};

/**
 * Changes a mandate once its payer has authenticated (regulation.md 1.2).
 *
 * In: what changes. Out: the operation, where the payer authenticates, and what maximum is likely to pass.
 * 1. The mandate is active, and nothing else is being done to it; the new terms are lawful.
 * 2. Open the order of INR 1, with a registration in it where maximum or validity change.
 * 3. Commit the operation, the order's binding, the timer of its expiry, the record and the key together. The mandate
 *    keeps its terms until the payer has authenticated and the new token is confirmed; then its open debits end, since
 *    they were announced under the old one.
 */
export const modifyMandate =
  (deps: MandateDependencies & LimitDependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const before = await loadMandate(deps, context, params.mandateId);
    if (before.status !== 'active') throw notNow(before);
    if (before.openOperation !== undefined) throw operationOpen(before);
    const observed = body.maxAmount === undefined ? {} : await deps.limits.of(context.tenant, before);
    const change = checkedChange(context, { ...before, observed }, body);
    const { mandateId, method, remote } = before;
    const mandateOperationId = newOperationId(context, deps.ids, true);
    const asked = await askPayer(deps, context, {
      mandateId,
      mandateOperationId,
      kind: 'modify',
      method,
      customerId: remote.customerId,
      ...tokenFor(before, change),
    });
    const operation: MandateOperation = {
      ...asked,
      mandateOperationId,
      type: 'modify',
      status: 'afa_pending',
      by: 'server',
      change,
      startedAt: context.clock.now(),
    };
    const after = open(before, operation);
    const partition = deps.mandates.partition(context.tenant, mandateId);
    const event = { type: 'mandate.modification_requested', data: { mandateOperationId } } as const;
    const writes = [bindReference('payment', asked.orderId, { tenant: context.tenant, resourceId: mandateId })];
    const step = { mandate: after, records: [mandateRecord(partition, after, event)], writes };
    const work = await workOf(deps, context, { before, step });
    const advice = adviceOn(context, before, { change, observed });
    return deps.unitOfWork.commit(context, work, { ...presentOperation(operation), ...advice });
  };
