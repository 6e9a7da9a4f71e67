import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { SendingDependencies } from '../sending-message.ts';
import { sendMessage } from '../sending-message.ts';
import type { simulateExpiry as declaration } from './declaration.ts';

/** Has an authorization expire at the network: what is left of it is no longer wanted. */
export const simulateExpiry = (deps: SendingDependencies): HttpUseCase<typeof declaration> => {
  const send = sendMessage(deps);
  return ({ context, params: { authorizationId } }) => send(context, { kind: 'expiry', authorizationId });
};
