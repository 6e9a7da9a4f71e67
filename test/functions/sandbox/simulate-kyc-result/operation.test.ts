import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KycCase } from '../../../../functions/customers/domain/kyc-case.ts';
import { openOtpCase, openVideoCase } from '../../../../functions/customers/domain/kyc-case.ts';
import { dynamoKycStore } from '../../../../functions/customers/infrastructure/dynamo-kyc-store.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { sandboxKyc } from '../../../../functions/providers/sandbox/kyc-provider.ts';
import { simulateKycResult } from '../../../../functions/sandbox/simulate-kyc-result/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-kyc-result/handler.ts';
import type { TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { TwinServer } from '../../../support/twin-server.ts';
import { startTwin } from '../../../support/twin-server.ts';

let twin: TwinServer;
let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;

beforeAll(async () => {
  twin = await startTwin();
  platform = await startTestPlatform();
  handler = wire({ ...platform, secrets: twin.platform.secrets, settings: { ISSUER_SANDBOX_URL: twin.url } });
  tenant = await platform.tenant();
});
afterAll(async () => {
  await platform.stop();
  await twin.stop();
});
beforeEach(() => {
  twin.received.length = 0;
});

const store = async (kyc: KycCase, of = tenant): Promise<string> => {
  await platform.table.transact([dynamoKycStore(platform.table).record(of, kyc).write], kyc.kycId.slice(0, 36));
  return kyc.kycId;
};
const openingOf = (of = tenant) => ({
  kycId: platform.ids.next('kyc', of),
  customerId: platform.ids.next('cus', of),
  level: 'full' as const,
});
const applicant = (reference: string) => ({ reference, firstName: 'Asha', lastName: 'Rao', phone: '+919812345678' });

const videoCase = async (change: Partial<KycCase> = {}): Promise<KycCase> => {
  const opening = openingOf();
  const booked = await sandboxKyc(twin.client()).startVideoCall(tenant, applicant(opening.kycId));
  const { externalId, url, expiresAt } = booked;
  const kyc = {
    ...openVideoCase({ ...opening, externalId, callUrl: url, waitsUntil: expiresAt }, platform.clock.now()),
    ...change,
  };
  await store(kyc);
  return kyc;
};
const result = (kycId: string, outcome = 'approved'): TestRequest => ({
  as: { tenant },
  params: { kycId },
  body: { outcome },
});

describe('simulateKycResult', () => {
  itRefusesBadRequests({
    declaration: simulateKycResult,
    handler: () => handler,
    valid: async () => result((await videoCase()).kycId),
    required: ['outcome'],
    malformed: { outcome: 'maybe' },
  });

  it.each(['approved', 'rejected', 'resubmission_required', 'abandoned'])(
    'M-05 has the vendor tell outcome %s by webhook',
    async (outcome) => {
      const kyc = await videoCase();
      const { status, body } = await call(handler, simulateKycResult, result(kyc.kycId, outcome));
      expect([status, body]).toEqual([201, { kycId: kyc.kycId, outcome }]);
      expect(twin.received.map((webhook) => [webhook.body.reference, webhook.body.data['outcome']])).toEqual([
        [kyc.externalId, outcome],
      ]);
    },
  );

  it('I4 answers a repeat with the first answer and causes no second result', async () => {
    const { kycId } = await videoCase();
    const request = { ...result(kycId), idempotencyKey: 'result-once' };
    await call(handler, simulateKycResult, request);
    const repeat = await call(handler, simulateKycResult, request);
    expect([repeat.status, repeat.headers['idempotent-replayed'], twin.received.length]).toEqual([201, 'true', 1]);
  });

  it('M-05 refuses a second result of a call that the vendor has closed', async () => {
    const { kycId } = await videoCase();
    await call(handler, simulateKycResult, result(kycId));
    const { status, body } = await call(handler, simulateKycResult, result(kycId, 'rejected'));
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('refuses a case that is final here, one by OTP, and one that the vendor does not know', async () => {
    const final = await videoCase({ status: 'rejected' });
    const otp = await store(openOtpCase({ ...openingOf(), externalId: 'kv_otp' }, platform.clock.now()));
    const lost = await videoCase({ externalId: 'kv_nowhere' });
    for (const kycId of [final.kycId, otp, lost.kycId]) {
      const { status, body } = await call(handler, simulateKycResult, result(kycId));
      expect([status, body.code]).toEqual([409, 'invalid_state']);
    }
    expect(twin.received).toEqual([]);
  });

  it('answers 404 for a case that is unknown, malformed or of another tenant', async () => {
    const other = await platform.tenant();
    const foreign = await store(openOtpCase({ ...openingOf(other), externalId: 'kv_1' }, platform.clock.now()), other);
    for (const kycId of [foreign, platform.ids.next('kyc', tenant), 'kyc_1']) {
      const { status, body } = await call(handler, simulateKycResult, result(kycId));
      expect([kycId, status, body.code]).toEqual([kycId, 404, 'kyc_not_found']);
    }
  });
});
