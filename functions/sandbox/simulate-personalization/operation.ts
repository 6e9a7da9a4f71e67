import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { PlasticDependencies } from '../playing-plastics.ts';
import { playPlastic } from '../playing-plastics.ts';
import type { simulatePersonalization as declaration } from './declaration.ts';

/**
 * Ends the personalisation of a plastic, as the personaliser would (AN-60).
 *
 * In: what came of it. Out: the same again; the effect comes by the issuer's webhook, shortly before or after.
 * 1. Find the order; the issuer need not have got it yet.
 * 2. Have the twin produce or reject it, once per Idempotency-Key.
 * 3. Commit the idempotency key with the answer.
 */
export const simulatePersonalization =
  (deps: PlasticDependencies & { readonly unitOfWork: UnitOfWork }): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId }, body: { outcome } }) => {
    await playPlastic(deps, context, { cardId, item: 'card', status: outcome });
    return deps.unitOfWork.commit(context, { writes: [], records: [] }, { cardId, outcome });
  };
