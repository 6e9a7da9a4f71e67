import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { SendingDependencies } from '../sending-message.ts';
import { sendMessage } from '../sending-message.ts';
import type { simulateReversal as declaration } from './declaration.ts';

/** Takes an authorization back; without an amount all that is left of it. */
export const simulateReversal = (deps: SendingDependencies): HttpUseCase<typeof declaration> => {
  const send = sendMessage(deps);
  return ({ context, params: { authorizationId }, body: { amount } }) =>
    send(context, {
      kind: 'reversal',
      authorizationId,
      ...(amount === undefined ? {} : { amount: fromWire(amount) }),
    });
};
