import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { SendingDependencies } from '../sending-message.ts';
import { sendMessage } from '../sending-message.ts';
import type { simulateAdvice as declaration } from './declaration.ts';

/** Tells of an authorization that the network decided on by itself: this total is held from now on. */
export const simulateAdvice = (deps: SendingDependencies): HttpUseCase<typeof declaration> => {
  const send = sendMessage(deps);
  return ({ context, params: { authorizationId }, body }) =>
    send(context, { kind: 'advice', authorizationId, amount: fromWire(body.amount) });
};
