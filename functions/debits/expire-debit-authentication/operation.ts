import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { Debiting } from '../debiting.ts';
import { expirePayment } from '../on-session.ts';
import type { expireDebitAuthentication as declaration } from './declaration.ts';

/** Ends a payment on session whose link is over, with the debit that it stands in for. */
export const expireDebitAuthentication =
  (deps: Debiting): TimerUseCase<typeof declaration> =>
  (context, { paymentId }) =>
    expirePayment(deps, context, paymentId);
