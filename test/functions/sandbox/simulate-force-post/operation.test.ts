import { describe, expect, it } from 'vitest';
import { simulateForcePost } from '../../../../functions/sandbox/simulate-force-post/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-force-post/handler.ts';
import { inr, shop } from '../given-network.ts';
import { itSendsOneMessage, message, simulatedMessage } from '../simulated-message.ts';

const subject = {
  declaration: simulateForcePost,
  wire,
  about: 'card',
  valid: { amount: inr(120), merchant: shop },
  required: ['amount', 'merchant'],
  malformed: { amount: inr(0), merchant: { name: '', mcc: '12', country: 'india' }, authorizationId: 7 },
} as const;
const simulated = simulatedMessage(subject);
const { world, given, send } = simulated;

describe('simulateForcePost', () => {
  itSendsOneMessage(subject, simulated);

  it('M-27 posts what nobody authorized', async () => {
    const { status, body } = await send(await given());
    expect([status, body]).toEqual([201, { ...message, authorizationId: null }]);
    expect(world().told()).toMatchObject([
      { type: 'card.force_posted', data: { message: { id: body.messageId }, amount: inr(120), merchant: shop } },
    ]);
    expect(world().told()[0]?.data).not.toHaveProperty('original');
  });
});
