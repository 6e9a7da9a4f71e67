import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setPin } from '../../../../functions/cards/set-pin/declaration.ts';
import { wire } from '../../../../functions/cards/set-pin/handler.ts';
import { wire as wireProcess } from '../../../../functions/ingress/process-issuer-event/handler.ts';
import { wire as wireReceive } from '../../../../functions/ingress/receive-issuer-event/handler.ts';
import { simulatePinFailure } from '../../../../functions/sandbox/simulate-pin-failure/declaration.ts';
import { wire as wireFailure } from '../../../../functions/sandbox/simulate-pin-failure/handler.ts';
import { call } from '../../../support/http-call.ts';
import { callUrl, deliver } from '../../../support/trigger.ts';
import type { CardWorld } from '../given-cards.ts';
import { encrypted, startCardWorld } from '../given-cards.ts';
import type { CardHolder } from '../given-reveals.ts';
import { cardHolder, storedCard } from '../given-reveals.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

/** Brings the twin's webhooks about status from the door to their effect. */
const hear = async (): Promise<void> => {
  const webhooks = world.twin.received.splice(0).filter(({ body }) => body.type === 'card.status_changed');
  for (const { headers, rawBody } of webhooks) {
    const before = world.platform.sent.messages.length;
    await callUrl(wireReceive(world.platform), { headers: { ...headers }, body: rawBody });
    const [message] = world.platform.sent.messages.slice(before);
    expect(await deliver(wireProcess(world.platform), message?.body)).toBe(true);
  }
};

const enterWrongPins = async ({ card: { cardId } }: CardHolder, count: number): Promise<void> => {
  // What the issuer tells is of a later moment than the card.
  for (const { clock } of [world.platform, world.twin.platform]) clock.advance({ seconds: 1 });
  const request = { as: { tenant: world.tenant }, params: { cardId }, body: { count } };
  expect((await call(wireFailure(world.platform), simulatePinFailure, request)).status).toBe(201);
  await hear();
};

const setNewPin = async ({ as, card: { cardId } }: CardHolder) => {
  for (const { clock } of [world.platform, world.twin.platform]) clock.advance({ seconds: 1 });
  const body = await encrypted(world, { pinBlock: 'bmV3LXBpbi1ibG9jaw==' });
  return call(wire(world.platform), setPin, { as, params: { cardId }, ...body, idempotencyKey: null });
};

const stateOf = async ({ card: { cardId } }: CardHolder) => {
  const { status, locks } = await storedCard(world, cardId);
  return [status, (locks as readonly { code: bigint; origin: string }[]).map(({ code, origin }) => [code, origin])];
};

describe('AN-48 AN-66 D-08 Three wrong PINs', () => {
  it('lock the card with code 6 from the network, and a new PIN opens it and counts anew', async () => {
    const holder = await cardHolder(world);
    await enterWrongPins(holder, 2);
    expect(await stateOf(holder)).toEqual(['active', []]);
    await enterWrongPins(holder, 1);
    expect(await stateOf(holder)).toEqual(['locked', [[6n, 'network']]]);
    expect((await setNewPin(holder)).status).toBe(204);
    await hear();
    expect(await stateOf(holder)).toEqual(['active', []]);
    await enterWrongPins(holder, 2);
    expect(await stateOf(holder)).toEqual(['active', []]);
    await enterWrongPins(holder, 1);
    expect(await stateOf(holder)).toEqual(['locked', [[6n, 'network']]]);
  });
});
