import type { Temporal } from 'temporal-polyfill';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import { askedBy, commitOperation, newOperationId, visibleMandate } from '../changing.ts';
import { pause } from '../domain/mandate-changes.ts';
import { invalidTerm, notNow, onlyPayer, operationOpen } from '../domain/mandate-errors.ts';
import { mandateRecord } from '../domain/mandate-events.ts';
import type { Mandate } from '../domain/mandate.ts';
import type { MandateDependencies, MandateWorkDependencies } from '../mandate-work.ts';
import type { pauseMandate as declaration } from './declaration.ts';

const checkedEnd = (
  until: string | undefined,
  { validUntil }: Mandate,
  now: Temporal.Instant,
): Temporal.Instant | undefined => {
  if (until === undefined) return undefined;
  const end = fromTimestamp(until);
  if (end.epochMilliseconds <= now.epochMilliseconds) throw invalidTerm('until', 'must lie in the future');
  if (end.epochMilliseconds >= validUntil.epochMilliseconds) throw invalidTerm('until', 'must lie before validUntil');
  return end;
};

/**
 * Stops notices and debits of a mandate, until a day or until somebody resumes it.
 *
 * 1. On UPI only the payer pauses (rule 34); on cards the payee too.
 * 2. Commit mandate, the timer of the pause's end, record `mandate.paused` and key together.
 */
export const pauseMandate =
  (deps: MandateWorkDependencies & Pick<MandateDependencies, 'ids'>): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const before = await visibleMandate(deps, context, params.mandateId);
    const by = askedBy(context);
    const now = context.clock.now();
    if (before.status !== 'active') throw notNow(before);
    if (before.method === 'upi' && by === 'server') throw onlyPayer('Only the payer pauses a mandate on UPI.');
    if (before.openOperation !== undefined) throw operationOpen(before);
    const after = pause(before, by, checkedEnd(body.until, before, now));
    const mandateOperationId = newOperationId(context, deps.ids, false);
    const partition = deps.mandates.partition(context.tenant, before.mandateId);
    const event = { type: 'mandate.paused', data: { mandateOperationId, by } } as const;
    return commitOperation(deps, context, {
      before,
      step: { mandate: after, records: [mandateRecord(partition, after, event)] },
      operation: { mandateOperationId, type: 'pause', status: 'succeeded', by, startedAt: now },
    });
  };
