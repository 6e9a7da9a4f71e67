import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDeliveryIncident } from '../../../../functions/cards/open-delivery-incident/declaration.ts';
import { wire as wireOpen } from '../../../../functions/cards/open-delivery-incident/handler.ts';
import { resolveDeliveryIncident } from '../../../../functions/cards/resolve-delivery-incident/declaration.ts';
import { wire } from '../../../../functions/cards/resolve-delivery-incident/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TestCaller } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { CardWorld } from '../given-cards.ts';
import { recordsOf, startCardWorld } from '../given-cards.ts';
import { givenIncident, storedIncident } from '../given-incidents.ts';

let world: CardWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

const resolve = (
  incidentId: string,
  body: unknown = { resolution: 'found' },
  as: TestCaller = { tenant: world.tenant },
) =>
  call(handler, resolveDeliveryIncident, {
    as,
    params: { incidentId },
    body,
    ...('staff' in as ? { surface: 'admin' } : {}),
  });

const typesOf = async (incidentId: string) => (await recordsOf(world.platform, incidentId)).map(({ type }) => type);

describe('resolveDeliveryIncident', () => {
  itRefusesBadRequests({
    declaration: resolveDeliveryIncident,
    handler: () => handler,
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { incidentId: (await givenIncident(world)).incidentId },
      body: { resolution: 'found' },
    }),
    required: ['resolution'],
    malformed: { resolution: 'ignored', note: '' },
  });

  it.each([
    ['found', 'resolved'],
    ['reshipped', 'resolved'],
    ['replaced', 'resolved'],
    ['rejected', 'rejected'],
  ])('AL-25 ends as %s: %s', async (resolution, status) => {
    const { incidentId } = await givenIncident(world);
    const answer = await resolve(incidentId, { resolution, note: 'behind the door' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ incidentId, status, resolution, resolutionNote: 'behind the door' });
    expect(await storedIncident(world, incidentId)).toMatchObject({ status, resolution });
    expect(await typesOf(incidentId)).toEqual(['delivery_incident.opened', `delivery_incident.${status}`]);
  });

  it('is over once, also of two at once, and then another one may be opened', async () => {
    const { incidentId, cardId } = await givenIncident(world);
    const answers = await Promise.all([resolve(incidentId), resolve(incidentId, { resolution: 'rejected' })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const again = await resolve(incidentId);
    expect([again.status, again.body.code]).toEqual([409, 'invalid_state']);
    const { status } = await call(wireOpen(world.platform), openDeliveryIncident, {
      as: { tenant: world.tenant },
      params: { cardId },
      body: { type: 'never_received' },
    });
    expect(status).toBe(201);
  });

  it.each(['Admin', 'Manager'] as const)('staff may resolve: %s', async (staff) => {
    const { incidentId } = await givenIncident(world);
    expect((await resolve(incidentId, { resolution: 'reshipped' }, { staff, of: world.tenant })).status).toBe(200);
  });

  it('M-33 knows neither unknown incidents nor another tenant’s', async () => {
    const { incidentId } = await givenIncident(world);
    const { tenant } = await givenProgram(world.platform);
    const foreign = await resolve(incidentId, { resolution: 'found' }, { tenant });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'delivery_incident_not_found']);
    for (const id of [world.platform.ids.next('din', world.tenant), 'din_1']) {
      const { status, body } = await resolve(id);
      expect([status, body.code]).toEqual([404, 'delivery_incident_not_found']);
    }
  });
});
