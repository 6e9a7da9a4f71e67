import { describe, expect, it } from 'vitest';
import { simulateExpiry } from '../../../../functions/sandbox/simulate-expiry/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-expiry/handler.ts';
import { itSendsOneMessage, message, simulatedMessage } from '../simulated-message.ts';

const subject = {
  declaration: simulateExpiry,
  wire,
  about: 'authorization',
  valid: undefined,
} as const;
const simulated = simulatedMessage(subject);
const { world, given, send } = simulated;

describe('simulateExpiry', () => {
  itSendsOneMessage(subject, simulated);

  it('M-27 ends an authorization that nobody cleared', async () => {
    const authorizationId = await given();
    const { status, body } = await send(authorizationId);
    expect([status, body]).toEqual([201, { ...message, authorizationId }]);
    expect(world().told()).toMatchObject([
      {
        type: 'card.authorization_expired',
        data: { message: { id: body.messageId }, original: { id: expect.any(String) } },
      },
    ]);
  });
});
