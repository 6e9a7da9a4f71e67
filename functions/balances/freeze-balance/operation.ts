import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { StateChangeDependencies } from '../state-change.ts';
import { takeState } from '../state-change.ts';
import type { freezeBalance as declaration } from './declaration.ts';

/** Freezes an active balance (domain.md 2.3): loads, debits and transfers are refused until it is unfrozen. */
export const freezeBalance =
  (deps: StateChangeDependencies): HttpUseCase<typeof declaration> =>
  ({ context, params, body }) =>
    takeState(deps, context, { balanceId: params.balanceId, state: 'frozen', reason: body.reason });
