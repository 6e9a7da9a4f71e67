import { describe, expect, it } from 'vitest';
import { simulateAdvice } from '../../../../functions/sandbox/simulate-advice/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-advice/handler.ts';
import { inr } from '../given-network.ts';
import { itSendsOneMessage, message, simulatedMessage } from '../simulated-message.ts';

const subject = {
  declaration: simulateAdvice,
  wire,
  about: 'authorization',
  valid: { amount: inr(700) },
  required: ['amount'],
  malformed: { amount: inr(0) },
} as const;
const simulated = simulatedMessage(subject);
const { world, given, send } = simulated;

describe('simulateAdvice', () => {
  itSendsOneMessage(subject, simulated);

  it('M-27 tells the total that the network advised', async () => {
    const authorizationId = await given();
    const { status, body } = await send(authorizationId);
    expect([status, body]).toEqual([201, { ...message, authorizationId }]);
    expect(world().told()).toMatchObject([
      {
        type: 'card.authorization_advice',
        data: {
          message: { id: body.messageId },
          original: { id: expect.any(String) },
          amount: inr(700),
          standIn: true,
        },
      },
    ]);
  });
});
