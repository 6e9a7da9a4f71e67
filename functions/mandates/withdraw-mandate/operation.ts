import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import { askPayer } from '../asking-payer.ts';
import { askedBy, commitOperation, newOperationId, visibleMandate } from '../changing.ts';
import { close, open } from '../domain/mandate-changes.ts';
import { notNow, operationOpen } from '../domain/mandate-errors.ts';
import { mandateRecord } from '../domain/mandate-events.ts';
import type { MandateOperation } from '../domain/mandate-operation.ts';
import type { Mandate } from '../domain/mandate.ts';
import type { MandateDependencies } from '../mandate-work.ts';
import type { withdrawMandate as declaration } from './declaration.ts';

/** A mandate on UPI that is paused takes nothing but being resumed. */
const mayBeWithdrawn = ({ status, method }: Mandate): boolean =>
  status === 'active' || (status === 'paused' && method === 'card');

interface Withdrawal {
  readonly before: Mandate;
  readonly operation: MandateOperation;
  /** Words of whoever withdraws: kept, never published. */
  readonly reason: string | undefined;
}

/** The payee gives up its right: at once, and every open debit with it. */
const byPayee = (deps: MandateDependencies, context: OperationContext, { before, operation, reason }: Withdrawal) => {
  const after = close(before, operation);
  const partition = deps.mandates.partition(context.tenant, before.mandateId);
  const data = { mandateOperationId: operation.mandateOperationId, by: operation.by };
  const record = mandateRecord(partition, after, { type: 'mandate.withdrawal_started', data });
  const evidence = reason === undefined ? {} : { evidence: JSON.stringify({ reason }) };
  return commitOperation(deps, context, {
    before,
    operation,
    step: { mandate: after, records: [{ ...record, ...evidence }] },
  });
};

/**
 * The payer authenticates first; no debit starts meanwhile. A change that the payee has asked for does not stand in the
 * way: it ends here, since nobody may keep a payer from withdrawing (regulation.md 1.2).
 */
const byPayer = async (
  deps: MandateDependencies,
  context: OperationContext,
  { before, operation: draft, reason }: Withdrawal,
) => {
  if (before.openOperation?.type === 'withdraw') throw operationOpen(before);
  const { mandateId, method, remote } = before;
  const { mandateOperationId } = draft;
  const asked = await askPayer(deps, context, {
    mandateId,
    mandateOperationId,
    kind: 'withdraw',
    method,
    customerId: remote.customerId,
  });
  const operation: MandateOperation = { ...draft, ...asked, status: 'afa_pending' };
  const after = open(before, operation);
  const partition = deps.mandates.partition(context.tenant, mandateId);
  const record = mandateRecord(partition, after, {
    type: 'mandate.withdrawal_requested',
    data: { mandateOperationId },
  });
  const evidence = reason === undefined ? {} : { evidence: JSON.stringify({ reason }) };
  const writes = [bindReference('payment', asked.orderId, { tenant: context.tenant, resourceId: mandateId })];
  return commitOperation(deps, context, {
    before,
    operation,
    step: { mandate: after, records: [{ ...record, ...evidence }], writes },
  });
};

/**
 * Withdraws a mandate.
 *
 * In: the mandate, and a reason that is kept. Out: the operation, and for a payer where to authenticate.
 * 1. Active, or paused on a card.
 * 2. The payee gives up its right: mandate `cancellation_pending` and every open debit cancelled in one transaction; the
 *    network is asked right after that, and again until it says so.
 * 3. The payer: INR 1 is authenticated, then the same. Nothing of it is final before the network says so.
 */
export const withdrawMandate =
  (deps: MandateDependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const before = await visibleMandate(deps, context, params.mandateId);
    if (!mayBeWithdrawn(before)) throw notNow(before);
    const by = askedBy(context);
    const operation = {
      mandateOperationId: newOperationId(context, deps.ids, true),
      type: 'withdraw',
      status: 'initiated',
      by,
      startedAt: context.clock.now(),
    } as const;
    const withdraw = by === 'customer' ? byPayer : byPayee;
    return withdraw(deps, context, { before, operation, reason: body.reason });
  };
