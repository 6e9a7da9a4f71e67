import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { askedBy, commitOperation, newOperationId, visibleMandate } from '../changing.ts';
import { resume } from '../domain/mandate-changes.ts';
import { notNow, onlyPayer } from '../domain/mandate-errors.ts';
import { mandateRecord } from '../domain/mandate-events.ts';
import type { MandateDependencies, MandateWorkDependencies } from '../mandate-work.ts';
import type { resumeMandate as declaration } from './declaration.ts';

/**
 * Lets debits of a paused mandate start again. On UPI only the payer resumes (rule 34), and a mandate that the payer has
 * paused in the app is resumed there: we hear of it.
 */
export const resumeMandate =
  (deps: MandateWorkDependencies & Pick<MandateDependencies, 'ids'>): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const before = await visibleMandate(deps, context, params.mandateId);
    const by = askedBy(context);
    if (before.status !== 'paused') throw notNow(before);
    if (before.method === 'upi' && by === 'server') throw onlyPayer('Only the payer resumes a mandate on UPI.');
    if (before.pausedBy === 'payer_app') throw onlyPayer('The payer paused it in the UPI app, and resumes it there.');
    const after = resume(before);
    const mandateOperationId = newOperationId(context, deps.ids, false);
    const partition = deps.mandates.partition(context.tenant, before.mandateId);
    const event = { type: 'mandate.resumed', data: { mandateOperationId, by } } as const;
    return commitOperation(deps, context, {
      before,
      step: { mandate: after, records: [mandateRecord(partition, after, event)] },
      operation: { mandateOperationId, type: 'resume', status: 'succeeded', by, startedAt: context.clock.now() },
    });
  };
