import { describe, expect, it } from 'vitest';
import { simulateRefund } from '../../../../functions/sandbox/simulate-refund/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-refund/handler.ts';
import { inr, shop } from '../given-network.ts';
import { itSendsOneMessage, message, simulatedMessage } from '../simulated-message.ts';

const subject = {
  declaration: simulateRefund,
  wire,
  about: 'card',
  valid: { amount: inr(120), merchant: shop },
  required: ['amount', 'merchant'],
  malformed: { amount: inr(0), merchant: { name: '', mcc: '12', country: 'india' }, authorizationId: 7 },
} as const;
const simulated = simulatedMessage(subject);
const { world, given, send } = simulated;

describe('simulateRefund', () => {
  itSendsOneMessage(subject, simulated);

  it('M-27 gives money back to a card, for no authorization', async () => {
    const { status, body } = await send(await given());
    expect([status, body]).toEqual([201, { ...message, authorizationId: null }]);
    expect(world().told()).toMatchObject([
      { type: 'card.refunded', data: { message: { id: body.messageId }, amount: inr(120), merchant: shop } },
    ]);
    expect(world().told()[0]?.data).not.toHaveProperty('original');
  });
});
