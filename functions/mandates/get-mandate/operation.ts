import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import { presentMandate } from '../answers.ts';
import { mandateNotFound } from '../domain/mandate-errors.ts';
import type { LimitDependencies } from '../limits-of-payer.ts';
import type { MandateDependencies } from '../mandate-work.ts';
import { loadMandate } from '../mandate-work.ts';
import type { getMandate as declaration } from './declaration.ts';

/** Shows a mandate. A customer sees the own ones alone. */
export const getMandate =
  (deps: Pick<MandateDependencies, 'mandates'> & LimitDependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const mandate = await loadMandate(deps, context, params.mandateId);
    if (!isVisible(context, mandate)) throw mandateNotFound();
    return presentMandate(mandate, await deps.limits.of(context.tenant, mandate));
  };
