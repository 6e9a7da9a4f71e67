import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import { mandateEvent } from '../event-schemas.ts';
import type { MandateDependencies } from '../mandate-work.ts';
import { loadMandate } from '../mandate-work.ts';
import type { AnsweringDependencies } from '../registration-answer.ts';
import { answerWaiter } from '../registration-answer.ts';
import type { resumeMandateRegistration as declaration } from './declaration.ts';

interface Dependencies extends AnsweringDependencies, Pick<MandateDependencies, 'mandates'> {
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

/**
 * Answers the steps that wait for what the event tells. Nobody waiting is no error: the event came before the token was
 * there, and the step that leaves it looks for itself.
 */
export const resumeMandateRegistration =
  ({ contextOf, ...deps }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail }, messageId }) => {
    const context = await contextOf(detail.tenantId, messageId);
    const { mandateId } = mandateEvent.parse(detail.data);
    const waiting = await deps.waiters.waiting(context.tenant, mandateId);
    if (waiting.length === 0) return;
    const mandate = await loadMandate(deps, context, mandateId);
    for (const waiter of waiting) await answerWaiter(deps, context, { mandate, waiter });
  };
