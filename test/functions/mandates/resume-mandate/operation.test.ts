import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resumeMandate } from '../../../../functions/mandates/resume-mandate/declaration.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const paused = async (method: 'card' | 'upi' = 'card'): Promise<string> => {
  const mandateId = await world.active({ method });
  await world.act('pause', mandateId, { as: await world.holder(mandateId), body: {} });
  return mandateId;
};

describe('resumeMandate', () => {
  itRefusesBadRequests({
    declaration: resumeMandate,
    handler: () => world.handlers.resume,
    valid: async () => ({ as: world.server, params: { mandateId: await paused() } }),
  });

  it('lets debits start again', async () => {
    const mandateId = await paused();
    const { status, body } = await world.act('resume', mandateId);
    expect([status, body]).toMatchObject([202, { type: 'resume', status: 'succeeded' }]);
    expect((await world.stored(mandateId)).status).toBe('active');
    expect((await world.act('resume', mandateId)).body.code).toBe('invalid_state');
  });

  it('rule 34 on UPI only the payer resumes', async () => {
    const mandateId = await paused('upi');
    const { status, body } = await world.act('resume', mandateId);
    expect([status, body.allowed]).toEqual([409, 'customer']);
    expect((await world.act('resume', mandateId, { as: await world.holder(mandateId) })).status).toBe(202);
  });

  it('answers 404 for another customer’s and another tenant’s', async () => {
    const mandateId = await paused();
    const stranger = { customer: await world.customer(), of: world.tenant };
    expect((await world.act('resume', mandateId, { as: stranger })).status).toBe(404);
    expect((await world.act('resume', mandateId, { as: { tenant: await world.platform.tenant() } })).status).toBe(404);
  });
});
