import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { commitDecision } from '../deciding-message.ts';
import { orderReference } from '../network-refusals.ts';
import type { CardNetwork } from '../ports/card-network.ts';
import type { simulateIncrement as declaration } from './declaration.ts';

interface Dependencies {
  readonly network: Pick<CardNetwork, 'increment'>;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Asks for more on an authorization, as its merchant would; a refusal leaves what is held as it is (domain.md 2.6).
 *
 * In: how much more. Out: the decision on it.
 * 1. Have the twin ask the platform; it knows by which name the network calls the authorization.
 * 2. Commit the idempotency key with the answer.
 */
export const simulateIncrement =
  ({ network, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { authorizationId }, body: { amount } }) => {
    const order = { reference: orderReference(context), authorizationId, amount: fromWire(amount) };
    const heard = await network.increment(context.tenant, order);
    return commitDecision(unitOfWork, context, { heard, asked: amount });
  };
