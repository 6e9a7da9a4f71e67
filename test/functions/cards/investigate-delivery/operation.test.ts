import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/cards/investigate-delivery/handler.ts';
import { resolveDeliveryIncident } from '../../../../functions/cards/resolve-delivery-incident/declaration.ts';
import { wire as wireResolve } from '../../../../functions/cards/resolve-delivery-incident/handler.ts';
import { call } from '../../../support/http-call.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { deliver } from '../../../support/trigger.ts';
import { eventOf } from '../../issuance/given-issuances.ts';
import type { CardWorld } from '../given-cards.ts';
import { recordsOf, startCardWorld } from '../given-cards.ts';
import { givenIncident, storedIncident } from '../given-incidents.ts';
import { deliveryOf } from '../given-orders.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const look = (incidentId: string, platform: TestPlatform = world.platform): Promise<boolean> =>
  deliver(wire(platform), eventOf(world, 'delivery_incident.opened', { type: 'delivery_incident', id: incidentId }));

const resolve = (incidentId: string) =>
  call(wireResolve(world.platform), resolveDeliveryIncident, {
    as: { tenant: world.tenant },
    params: { incidentId },
    body: { resolution: 'found' },
  });

const typesOf = async (incidentId: string) => (await recordsOf(world.platform, incidentId)).map(({ type }) => type);

describe('investigateDelivery', () => {
  it('AL-25 asks the issuer, logs nothing that is known and notes that the incident is looked into, once', async () => {
    const { incidentId, cardId } = await givenIncident(world);
    const before = (await deliveryOf(world, cardId)).events.length;
    for (let time = 0; time < 2; time += 1) expect(await look(incidentId)).toBe(true);
    expect((await storedIncident(world, incidentId)).status).toBe('investigating');
    const after = await deliveryOf(world, cardId);
    expect([after.status, after.events.length]).toEqual(['delivered', before]);
    expect(await typesOf(incidentId)).toEqual(['delivery_incident.opened', 'delivery_incident.investigated']);
    expect((await resolve(incidentId)).status).toBe(200);
  });

  it('leaves an incident that is over as it is', async () => {
    const { incidentId } = await givenIncident(world);
    await resolve(incidentId);
    expect(await look(incidentId)).toBe(true);
    expect((await storedIncident(world, incidentId)).status).toBe('resolved');
  });

  it('an incident resolved while the issuer is asked stays resolved', async () => {
    const { incidentId } = await givenIncident(world);
    await Promise.all([look(incidentId), resolve(incidentId)]);
    await look(incidentId);
    expect((await storedIncident(world, incidentId)).status).toBe('resolved');
  });

  it('is delivered again while the issuer is silent', async () => {
    const { incidentId } = await givenIncident(world);
    const deaf = world.reaching(() => Promise.reject(new TypeError('fetch failed')));
    expect(await look(incidentId, deaf)).toBe(false);
    expect((await storedIncident(world, incidentId)).status).toBe('opened');
  });
});
