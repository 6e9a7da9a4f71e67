import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { TwinControl } from '../ports/twin-control.ts';
import type { setFaults as declaration } from './declaration.ts';

interface Dependencies {
  readonly twin: Pick<TwinControl, 'setFaults'>;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Replaces the fault plan of one simulated provider for the caller's program.
 *
 * In: provider, share and kinds. Out: what the twin has set.
 * 1. Refuse a tenant whose program is not issued by the sandbox: it has no twin.
 * 2. Set the plan at the twin; setting the same twice is setting it once.
 * 3. Commit the idempotency key with the answer.
 */
export const setFaults =
  ({ twin, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, body }) => {
    if (!context.tenant.sandbox) throw new InvalidState('The program of this tenant is not issued by the sandbox.');
    const { provider, rate, kinds } = await twin.setFaults(context.tenant, body);
    return unitOfWork.commit(context, { writes: [], records: [] }, { provider, rate, kinds: [...kinds] });
  };
