import { describe, expect, it } from 'vitest';
import { simulateReversal } from '../../../../functions/sandbox/simulate-reversal/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-reversal/handler.ts';
import { inr } from '../given-network.ts';
import { itSendsOneMessage, message, simulatedMessage } from '../simulated-message.ts';

const subject = {
  declaration: simulateReversal,
  wire,
  about: 'authorization',
  valid: { amount: inr(200) },
  malformed: { amount: inr(0) },
} as const;
const simulated = simulatedMessage(subject);
const { world, given, send } = simulated;

describe('simulateReversal', () => {
  itSendsOneMessage(subject, simulated);

  it('M-27 takes a part back', async () => {
    const authorizationId = await given();
    const { status, body } = await send(authorizationId);
    expect([status, body]).toEqual([201, { ...message, authorizationId }]);
    expect(world().told()).toMatchObject([
      {
        type: 'card.authorization_reversed',
        data: { message: { id: body.messageId }, original: { id: expect.any(String) }, amount: inr(200) },
      },
    ]);
  });

  it.each([undefined, {}])('M-27 takes all back without an amount (body %o)', async (body) => {
    expect((await send(await given(), { body })).status).toBe(201);
    expect(world().told()[0]?.data).not.toHaveProperty('amount');
  });
});
