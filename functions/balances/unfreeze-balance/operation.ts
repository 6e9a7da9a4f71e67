import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { StateChangeDependencies } from '../state-change.ts';
import { takeState } from '../state-change.ts';
import type { unfreezeBalance as declaration } from './declaration.ts';

/** Makes a frozen balance active again (domain.md 2.3). */
export const unfreezeBalance =
  (deps: StateChangeDependencies): HttpUseCase<typeof declaration> =>
  ({ context, params, body }) =>
    takeState(deps, context, { balanceId: params.balanceId, state: 'active', reason: body.reason });
