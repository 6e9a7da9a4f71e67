import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { sandboxKyc } from '../../../../functions/providers/sandbox/kyc-provider.ts';
import { faultKinds, simulatedProviders } from '../../../../functions/sandbox/domain/simulation.ts';
import { setFaults } from '../../../../functions/sandbox/set-faults/declaration.ts';
import { wire } from '../../../../functions/sandbox/set-faults/handler.ts';
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

const plan = { provider: 'kyc', rate: 1, kinds: ['http_500'] };
const request = () => ({ as: { tenant }, body: plan });
const startOtp = (reference: string) =>
  sandboxKyc(twin.client(), { requestMs: 300, callMs: 1_000 }).startOtp(tenant, {
    reference,
    firstName: 'Asha',
    lastName: 'Rao',
    phone: '+919812345678',
  });

describe('setFaults', () => {
  itRefusesBadRequests({
    declaration: setFaults,
    handler: () => handler,
    valid: async () => request(),
    required: ['provider', 'rate', 'kinds'],
    malformed: { provider: 'post', rate: 1.5, kinds: ['fire'] },
  });

  it('answers what is set, and the provider fails from then on until it is set back', async () => {
    const { status, body } = await call(handler, setFaults, request());
    expect([status, body]).toEqual([200, plan]);
    await expect(startOtp('kyc_1')).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    await call(handler, setFaults, { as: { tenant }, body: { ...plan, rate: 0 } });
    expect((await startOtp('kyc_1')).externalId).toMatch(/^kv_/);
  });

  it.each(simulatedProviders)('takes every kind of fault, alone and together, of %s', async (provider) => {
    for (const kinds of [...faultKinds.map((kind) => [kind]), faultKinds]) {
      const wanted = { provider, rate: 0.25, kinds };
      const { status, body } = await call(handler, setFaults, {
        as: { tenant: await platform.tenant() },
        body: wanted,
      });
      expect([status, body]).toEqual([200, wanted]);
    }
  });

  it('I4 answers a repeat with the first answer, without asking the twin again', async () => {
    const idempotencyKey = 'faults-once';
    await call(handler, setFaults, { ...request(), idempotencyKey });
    await call(handler, setFaults, { as: { tenant }, body: { ...plan, rate: 0 } });
    const repeat = await call(handler, setFaults, { ...request(), idempotencyKey });
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([200, plan, 'true']);
    expect((await startOtp('kyc_2')).externalId).toMatch(/^kv_/);
  });

  it('refuses a tenant whose program is not issued by the sandbox', async () => {
    const real = await platform.tenant({ sandbox: false });
    const { status, body } = await call(handler, setFaults, { as: { tenant: real }, body: plan });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('says 503 when the twin does not answer', async () => {
    const lost = wire({ ...platform, settings: { ISSUER_SANDBOX_URL: 'http://127.0.0.1:1' } });
    const { status, body } = await call(lost, setFaults, request());
    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
  });
});
