import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { submitVerificationOtp } from '../../../../functions/customers/submit-verification-otp/declaration.ts';
import { wire } from '../../../../functions/customers/submit-verification-otp/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { KycBench } from '../../../support/kyc-bench.ts';
import { kycBench } from '../../../support/kyc-bench.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
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

const wrong = '123456';

const openCase = async (): Promise<{ customerId: string; kycId: string }> => {
  const { customerId } = await storeCustomer(platform, tenant);
  const { body } = await bench.start(customerId, 'minimum');
  return { customerId, kycId: body.kycId };
};

const told = ({ status, body }: { status: number; body: { code?: string; triesLeft?: number } }) => [
  status,
  body.code,
  body.triesLeft,
];

describe('submitVerificationOtp', () => {
  itRefusesBadRequests({
    declaration: submitVerificationOtp,
    handler: () => bench.submitHandler,
    valid: async () => ({ as: { tenant }, params: await openCase(), body: { otp: '000000' } }),
    required: ['otp'],
    malformed: { otp: 'letters' },
  });

  it('M-04 lets Aadhaar and the right OTP pass: the minimum level is in effect in the answer', async () => {
    const { customerId, kycId } = await openCase();
    const { status, body } = await bench.submit(customerId, kycId);
    expect(status).toBe(200);
    expect(body).toEqual({ kycId, customerId, level: 'minimum', method: 'aadhaar_otp', status: 'approved' });
    expect(await bench.customers.find(tenant, customerId)).toMatchObject({ kycLevel: 'minimum', status: 'limited' });
    expect(await bench.eventsOf(kycId)).toEqual(['kyc.started', 'kyc.approved']);
    expect(await bench.eventsOf(customerId)).toEqual(['customer.kyc_level_changed']);
    expect(await bench.placesOf(customerId)).toEqual([]);
    expect(await bench.timersOf(kycId)).toEqual([]);
  });

  it('gives three tries, counts them down, and fails the case with the third wrong one', async () => {
    const { customerId, kycId } = await openCase();
    const answers = [];
    for (const _ of [1, 2, 3]) answers.push(told(await bench.submit(customerId, kycId, { otp: wrong })));
    expect(answers).toEqual([
      [422, 'otp_invalid', 2],
      [422, 'otp_invalid', 1],
      [422, 'otp_invalid', 0],
    ]);
    expect(await bench.eventsOf(kycId)).toEqual(['kyc.started', 'kyc.otp_refused', 'kyc.otp_refused', 'kyc.failed']);
    expect(told(await bench.submit(customerId, kycId))).toEqual([409, 'invalid_state', undefined]);
    expect(await bench.customers.find(tenant, customerId)).toMatchObject({ kycLevel: 'none', status: 'unverified' });
  });

  it('opens the way for a new case after a failed one', async () => {
    const { customerId, kycId } = await openCase();
    for (const _ of [1, 2, 3]) await bench.submit(customerId, kycId, { otp: wrong });
    const again = await bench.start(customerId, 'minimum');
    expect(again.status).toBe(202);
    expect((await bench.submit(customerId, again.body.kycId)).body.status).toBe('approved');
  });

  it('I4 answers a repeated wrong OTP like the first time, without another try or another call', async () => {
    const { customerId, kycId } = await openCase();
    const idempotencyKey = randomUUID();
    const answers = [];
    for (const _ of [1, 2, 3, 4]) {
      answers.push(told(await bench.submit(customerId, kycId, { otp: wrong, idempotencyKey })));
    }
    expect(answers).toEqual(answers.map(() => [422, 'otp_invalid', 2]));
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it('gives out at most one verdict per version of the case, however many guesses come at once', async () => {
    const { customerId, kycId } = await openCase();
    const guesses = await Promise.all(
      ['111111', '222222', '333333', '444444', '555555', '666666'].map((otp) =>
        bench.submit(customerId, kycId, { otp }),
      ),
    );
    const codes = guesses.map(({ body }) => String(body.code));
    const verdicts = codes.filter((code) => code === 'otp_invalid').length;
    expect(verdicts).toBeGreaterThanOrEqual(1);
    expect(verdicts).toBeLessThanOrEqual(3);
    expect(codes.filter((code) => !['otp_invalid', 'concurrent_change', 'invalid_state'].includes(code))).toEqual([]);
    expect((await bench.cases.find(tenant, kycId))?.wrongTries).toHaveLength(verdicts);
  });

  it('refuses an OTP that comes after five minutes, even before the timer has fired', async () => {
    const { customerId, kycId } = await openCase();
    platform.clock.advance({ minutes: 5 });
    expect(told(await bench.submit(customerId, kycId))).toEqual([409, 'invalid_state', undefined]);
    expect(bench.provider.submitted).toEqual([]);
  });

  it('accepts an OTP in the last moment', async () => {
    const { customerId, kycId } = await openCase();
    platform.clock.advance({ minutes: 4, seconds: 59, milliseconds: 999 });
    expect((await bench.submit(customerId, kycId)).status).toBe(200);
  });

  it('counts no try when the vendor is silent', async () => {
    const { customerId, kycId } = await openCase();
    bench.provider.silence(true);
    expect(told(await bench.submit(customerId, kycId, { otp: wrong }))).toEqual([
      503,
      'temporarily_unavailable',
      undefined,
    ]);
    bench.provider.silence(false);
    expect(told(await bench.submit(customerId, kycId, { otp: wrong }))).toEqual([422, 'otp_invalid', 2]);
  });

  it('refuses a case that takes no OTP, and a closed customer', async () => {
    const { customerId } = await storeCustomer(platform, tenant);
    const video = await bench.start(customerId, 'full');
    expect(told(await bench.submit(customerId, video.body.kycId))).toEqual([409, 'invalid_state', undefined]);
    const { customerId: closing, kycId } = await openCase();
    const customer = await bench.customers.find(tenant, closing);
    const closed = bench.customers.replace(tenant, { ...customer!, status: 'closed', sequence: 2 });
    await platform.table.transact([closed.write], randomUUID());
    expect(told(await bench.submit(closing, kycId))).toEqual([409, 'invalid_state', undefined]);
  });

  it('M-33 knows a case only under its own customer and tenant', async () => {
    const { customerId, kycId } = await openCase();
    const stranger = await storeCustomer(platform, tenant);
    const other = await platform.tenant();
    const foreign = await storeCustomer(platform, other);
    expect(told(await bench.submit(stranger.customerId, kycId))).toEqual([404, 'kyc_not_found', undefined]);
    expect(told(await bench.submit(customerId, platform.ids.next('kyc', tenant)))).toEqual([
      404,
      'kyc_not_found',
      undefined,
    ]);
    expect(told(await bench.submit(foreign.customerId, kycId))).toEqual([404, 'customer_not_found', undefined]);
    expect(told(await bench.submit(customerId, kycId, { as: { tenant: other } }))).toEqual([
      404,
      'customer_not_found',
      undefined,
    ]);
  });

  it('is temporarily unavailable, wired as deployed, when the vendor cannot be reached', async () => {
    const unreachable = wire({ ...platform, settings: { ISSUER_SANDBOX_URL: 'http://127.0.0.1:9' } });
    const request = { as: { tenant }, params: await openCase(), body: { otp: '000000' } };
    const answer = await call(unreachable, submitVerificationOtp, request);
    expect(told(answer)).toEqual([503, 'temporarily_unavailable', undefined]);
  });

  it('keeps the OTP out of everything that is stored or logged', async () => {
    const { customerId, kycId } = await openCase();
    await bench.submit(customerId, kycId, { otp: '918273' });
    const stored = JSON.stringify(await platform.items(), (_, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    expect(stored).not.toContain('918273');
    expect(platform.logLines().join('\n')).not.toContain('918273');
  });
});
