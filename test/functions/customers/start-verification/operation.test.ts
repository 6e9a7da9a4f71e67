import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startVerification } from '../../../../functions/customers/start-verification/declaration.ts';
import { wire } from '../../../../functions/customers/start-verification/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { KycBench } from '../../../support/kyc-bench.ts';
import { kycBench } from '../../../support/kyc-bench.ts';
import { profile, storeCustomer } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let bench: KycBench;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
beforeEach(() => {
  bench = kycBench(platform, tenant);
});
afterAll(() => platform.stop());

const customerAt = async (traits: Parameters<typeof storeCustomer>[2] = {}) =>
  (await storeCustomer(platform, tenant, traits)).customerId;

describe('startVerification', () => {
  itRefusesBadRequests({
    declaration: startVerification,
    handler: () => bench.startHandler,
    valid: async () => ({
      as: { tenant },
      params: { customerId: await customerAt() },
      body: { level: 'minimum', method: 'aadhaar_otp' },
    }),
    required: ['level', 'method'],
    malformed: { level: 'none', method: 'letter' },
  });

  it('M-04 AN-33 has the vendor send an OTP and says until when it is waited for', async () => {
    const customerId = await customerAt();
    const { status, body } = await bench.start(customerId, 'minimum');
    expect(status).toBe(202);
    const expiresAt = platform.clock.now().add({ minutes: 5 }).toString({ fractionalSecondDigits: 3 });
    expect(body).toEqual({
      kycId: expect.stringMatching(new RegExp(`^kyc_[0-9a-z]{26}${tenant.tag}$`)),
      status: 'otp_pending',
      next: { type: 'otp', expiresAt },
    });
    const { firstName, lastName, phone } = profile;
    expect(bench.provider.started).toEqual([{ reference: body.kycId, firstName, lastName, phone }]);
  });

  it('M-05 books a video call and says where and until when', async () => {
    const { status, body } = await bench.start(await customerAt(), 'full');
    const expiresAt = platform.clock.now().add({ hours: 24 }).toString({ fractionalSecondDigits: 3 });
    expect([status, body.status]).toEqual([202, 'scheduled']);
    expect(body.next).toEqual({ type: 'video_call', url: `https://video.example/${body.kycId}`, expiresAt });
  });

  it('AL-05 stores case, place, timer, the vendor’s id and one record together', async () => {
    const customerId = await customerAt();
    const { body } = await bench.start(customerId, 'minimum');
    const items = await platform.items();
    expect(items.find((item) => item['item'] === 'kyc' && item['kycId'] === body.kycId)).toMatchObject({
      status: 'otp_pending',
      externalId: `kv_${body.kycId}`,
      sequence: 1n,
    });
    expect(items.find(({ pk }) => pk === `REF#kyc#kv_${body.kycId}`)).toMatchObject({ resourceId: body.kycId });
    expect(await bench.placesOf(customerId)).toEqual([expect.objectContaining({ kycId: body.kycId })]);
    expect(await bench.timersOf(body.kycId)).toEqual([
      expect.objectContaining({ operation: 'expireKycCase', dueAt: body.next.expiresAt }),
    ]);
    expect(await bench.eventsOf(body.kycId)).toEqual(['kyc.started']);
  });

  it('names the fields of a level and a method that do not go together', async () => {
    const { status, body } = await bench.start(await customerAt(), 'full', {
      body: { level: 'full', method: 'aadhaar_otp' },
    });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.invalidFields).toEqual([{ path: 'method', message: expect.stringContaining('full with video') }]);
  });

  it('has one open case per customer and level, and names it to whoever starts a second', async () => {
    const customerId = await customerAt();
    const first = await bench.start(customerId, 'minimum');
    const second = await bench.start(customerId, 'minimum');
    expect([second.status, second.body.code, second.body.resourceId]).toEqual([409, 'invalid_state', first.body.kycId]);
    expect(bench.provider.started).toHaveLength(1);
    expect((await bench.start(customerId, 'full')).status).toBe(202);
  });

  it('lets one of two concurrent starts through', async () => {
    const customerId = await customerAt();
    const answers = await Promise.all([bench.start(customerId, 'minimum'), bench.start(customerId, 'minimum')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(await bench.placesOf(customerId)).toHaveLength(1);
  });

  it.each([
    ['minimum', 'minimum'],
    ['minimum', 'full'],
    ['full', 'full'],
  ] as const)('refuses to start %s for a customer who is known at %s', async (wanted, level) => {
    const { status, body } = await bench.start(await customerAt({ level }), wanted);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(bench.provider.started).toEqual([]);
  });

  it('M-06 starts the way from minimum to full', async () => {
    const { status, body } = await bench.start(await customerAt({ level: 'minimum' }), 'full');
    expect([status, body.status]).toEqual([202, 'scheduled']);
  });

  it.each(['suspended', 'closed'] as const)('refuses a %s customer', async (status) => {
    const answer = await bench.start(await customerAt({ status }), 'full');
    expect([answer.status, answer.body.code]).toEqual([409, 'invalid_state']);
  });

  it('knows no customer of another tenant', async () => {
    const other = await platform.tenant();
    const foreign = await storeCustomer(platform, other);
    const { status, body } = await bench.start(foreign.customerId, 'minimum');
    expect([status, body.code]).toEqual([404, 'customer_not_found']);
  });

  it('I4 asks the vendor for the same case when a silent vendor is asked again', async () => {
    const customerId = await customerAt();
    const idempotencyKey = randomUUID();
    bench.provider.silence(true);
    const lost = await bench.start(customerId, 'minimum', { idempotencyKey });
    expect([lost.status, lost.body.code]).toEqual([503, 'temporarily_unavailable']);
    expect(await bench.placesOf(customerId)).toEqual([]);
    bench.provider.silence(false);
    const { status, body } = await bench.start(customerId, 'minimum', { idempotencyKey });
    expect(status).toBe(202);
    expect(bench.provider.started.map(({ reference }) => reference)).toEqual([body.kycId, body.kycId]);
  });

  it('is temporarily unavailable, wired as deployed, when the vendor cannot be reached', async () => {
    const unreachable = wire({ ...platform, settings: { ISSUER_SANDBOX_URL: 'http://127.0.0.1:9' } });
    const { status, body } = await call(unreachable, startVerification, {
      as: { tenant },
      params: { customerId: await customerAt() },
      body: { level: 'minimum', method: 'aadhaar_otp' },
    });
    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
  });

  it('ends a case whose time has passed in favour of the new one, before its timer has fired', async () => {
    const customerId = await customerAt();
    const first = await bench.start(customerId, 'minimum');
    platform.clock.advance({ minutes: 5 });
    const second = await bench.start(customerId, 'minimum');
    expect(second.status).toBe(202);
    expect(await bench.eventsOf(first.body.kycId)).toEqual(['kyc.started', 'kyc.expired']);
    expect(await bench.timersOf(first.body.kycId)).toEqual([]);
    expect(await bench.placesOf(customerId)).toEqual([expect.objectContaining({ kycId: second.body.kycId })]);
  });
});
