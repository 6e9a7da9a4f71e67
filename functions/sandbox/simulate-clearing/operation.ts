import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { SendingDependencies } from '../sending-message.ts';
import { sendMessage } from '../sending-message.ts';
import type { simulateClearing as declaration } from './declaration.ts';

/** Clears an authorization. More clearings may follow until its full amount is cleared, unless `final` says otherwise. */
export const simulateClearing = (deps: SendingDependencies): HttpUseCase<typeof declaration> => {
  const send = sendMessage(deps);
  return ({ context, params: { authorizationId }, body: { amount, final = false } }) =>
    send(context, { kind: 'clearing', authorizationId, amount: fromWire(amount), final });
};
