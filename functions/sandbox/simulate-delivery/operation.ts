import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { PlasticDependencies } from '../playing-plastics.ts';
import { playPlastic } from '../playing-plastics.ts';
import type { simulateDelivery as declaration } from './declaration.ts';

/**
 * Tells where a plastic is, as its issuer or a carrier would (AN-60).
 *
 * In: a status in any words, whose, and when. Out: the same again; the effect comes by the issuer's webhook.
 * 1. Find the order; what must have happened before is played first, its production too.
 * 2. Have the twin tell it, once per Idempotency-Key.
 * 3. Commit the idempotency key with the answer.
 */
export const simulateDelivery =
  (deps: PlasticDependencies & { readonly unitOfWork: UnitOfWork }): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId }, body: { item = 'card', ...told } }) => {
    const at = await playPlastic(deps, context, { cardId, item, ...told });
    return deps.unitOfWork.commit(context, { writes: [], records: [] }, { cardId, item, status: told.status, at });
  };
