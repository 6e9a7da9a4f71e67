import { describe, expect, it } from 'vitest';
import { simulateClearing } from '../../../../functions/sandbox/simulate-clearing/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-clearing/handler.ts';
import { inr } from '../given-network.ts';
import { itSendsOneMessage, message, simulatedMessage } from '../simulated-message.ts';

const subject = {
  declaration: simulateClearing,
  wire,
  about: 'authorization',
  valid: { amount: inr(500) },
  required: ['amount'],
  malformed: { amount: inr(0), final: 'yes' },
} as const;
const simulated = simulatedMessage(subject);
const { world, given, send } = simulated;

describe('simulateClearing', () => {
  itSendsOneMessage(subject, simulated);

  it('M-27 clears an authorization; more may follow unless it is final', async () => {
    const authorizationId = await given();
    const { status, body } = await send(authorizationId);
    expect([status, body]).toEqual([201, { ...message, authorizationId }]);
    expect(world().told()).toMatchObject([
      {
        type: 'card.cleared',
        data: { message: { id: body.messageId }, original: { id: expect.any(String) }, amount: inr(500), final: false },
      },
    ]);
  });

  it('is the last one where it says so', async () => {
    await send(await given(), { body: { amount: inr(100), final: true } });
    expect(world().told()[0]?.data).toMatchObject({ amount: inr(100), final: true });
  });

  it('domain 2.6 refuses to clear what an ATM paid at once', async () => {
    const { body: paid } = await world().pay(await world().card(), { channel: 'atm' });
    const { status, body } = await send(String(paid.authorizationId));
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });
});
