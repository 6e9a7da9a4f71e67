import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/mandates/begin-mandate-registration/handler.ts';
import { deliver } from '../../../support/trigger.ts';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

describe('beginMandateRegistration', () => {
  it('SH-01 starts the registration under the mandate’s id, with ids only', async () => {
    const mandateId = await world.requested();
    const [event] = await world.events(mandateId);
    expect(await deliver(wire(world.platform), { detail: event })).toBe(true);
    expect(world.platform.sent.started).toEqual([
      { workflow: 'mandate-registration', name: mandateId, input: { tenantId: world.tenant.tenantId, mandateId } },
    ]);
  });

  it('leaves a message that is no event to the dead letters', async () => {
    expect(await deliver(wire(world.platform), { detail: {} })).toBe(false);
  });
});
