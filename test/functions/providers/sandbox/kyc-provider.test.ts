import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import type { HttpFetch } from '../../../../functions/kernel/platform/platform.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { sandboxKyc } from '../../../../functions/providers/sandbox/kyc-provider.ts';
import { sandboxControl } from '../../../../functions/providers/sandbox/sandbox-control.ts';
import type { TwinServer } from '../../../support/twin-server.ts';
import { startTwin } from '../../../support/twin-server.ts';

/** Longer than a busy machine needs for any call. */
const patience = { requestMs: 5_000, callMs: 20_000 };
let twin: TwinServer;
let tenant: TenantContext;

beforeAll(async () => {
  twin = await startTwin(1);
  tenant = await twin.platform.tenant();
});
afterAll(() => twin.stop());
afterEach(async () => {
  twin.draws.length = 0;
  await control().setFaults(tenant, { provider: 'kyc', rate: 0, kinds: [] });
});

const kyc = (fetchWith: HttpFetch = fetch) => sandboxKyc(twin.client(fetchWith), patience);
/** What the twin answers too late never comes; the client's own clock would make this a test of the machine. */
const inTime: HttpFetch = async (url, init) => {
  const answer = await fetch(url, init);
  if (answer.status === 504) throw new DOMException('too late', 'TimeoutError');
  return answer;
};
const control = () => sandboxControl(twin.client(), patience);
const applicant = (reference: string, phone = '+919812345678') => ({
  reference,
  firstName: 'Asha',
  lastName: 'Rao',
  phone,
});

describe('The KYC vendor, reached over HTTP', () => {
  it('M-04 approves the one-time password 000000 at once and recognises the person by it', async () => {
    const { externalId } = await kyc().startOtp(tenant, applicant('kyc_1'));
    const verdict = await kyc().submitOtp(tenant, { externalId, otp: '000000' });
    expect(verdict).toEqual({ outcome: 'approved', identityReference: expect.stringMatching(/^idr_/) });
    const again = await kyc().startOtp(tenant, applicant('kyc_2'));
    expect(await kyc().submitOtp(tenant, { externalId: again.externalId, otp: '000000' })).toEqual(verdict);
    const other = await kyc().startOtp(tenant, applicant('kyc_3', '+919812345679'));
    expect(await kyc().submitOtp(tenant, { externalId: other.externalId, otp: '000000' })).not.toEqual(verdict);
  });

  it.each(['000001', '123456', '0', '00000O'])('M-04 finds the one-time password %s wrong', async (otp) => {
    const { externalId } = await kyc().startOtp(tenant, applicant(`kyc_wrong_${otp}`));
    expect(await kyc().submitOtp(tenant, { externalId, otp })).toEqual({ outcome: 'wrong_otp' });
  });

  it('M-04 answers the same password the same: nothing is approved twice', async () => {
    const { externalId } = await kyc().startOtp(tenant, applicant('kyc_repeat'));
    const submission = { externalId, otp: '000000' };
    expect(await kyc().submitOtp(tenant, submission)).toEqual(await kyc().submitOtp(tenant, submission));
  });

  it("M-04 refuses the password after five minutes on the program's clock", async () => {
    const { externalId } = await kyc().startOtp(tenant, applicant('kyc_late'));
    await control().setClockOffset(tenant, 301);
    await expect(kyc().submitOtp(tenant, { externalId, otp: '000000' })).rejects.toMatchObject({
      code: 'kyc_refused',
      kind: 'unprocessable',
      reason: 'case_expired',
    });
    await control().setClockOffset(tenant, 0);
  });

  it('M-05 books a video call with an address and a time until which it can be held', async () => {
    const call = await kyc().startVideoCall(tenant, applicant('kyc_video'));
    expect(call.url).toMatch(/^https:\/\//);
    expect(call.expiresAt.toString()).toBe(twin.platform.clock.now().add({ hours: 24 }).toString());
  });

  it('AN-31 keeps one case per reference, and refuses the reference for another method', async () => {
    const first = await kyc().startVideoCall(tenant, applicant('kyc_once'));
    expect(await kyc().startVideoCall(tenant, applicant('kyc_once'))).toEqual(first);
    await expect(kyc().startOtp(tenant, applicant('kyc_once'))).rejects.toMatchObject({ reason: 'reference_reused' });
  });

  it('AN-31 knows no case of another program', async () => {
    const { externalId } = await kyc().startOtp(tenant, applicant('kyc_private'));
    const stranger = await twin.platform.tenant();
    await expect(kyc().submitOtp(stranger, { externalId, otp: '000000' })).rejects.toMatchObject({
      reason: 'case_unknown',
    });
  });

  it.each([
    ['startOtp', () => kyc(inTime).startOtp(tenant, applicant('kyc_lost_otp'))],
    ['startVideoCall', () => kyc(inTime).startVideoCall(tenant, applicant('kyc_lost_video'))],
  ] as const)('SH-27 I5 recovers %s after a timeout that came after the work', async (_, start) => {
    await control().setFaults(tenant, { provider: 'kyc', rate: 0.5, kinds: ['timeout'] });
    twin.draws.push(0, 0, 0.9, 0.9);
    const first = await start();
    twin.draws.push(0.9);
    expect(await start()).toEqual(first);
  });

  it('SH-27 asks for the verdict again when its answer was lost', async () => {
    const { externalId } = await kyc().startOtp(tenant, applicant('kyc_lost_verdict'));
    await control().setFaults(tenant, { provider: 'kyc', rate: 0.5, kinds: ['http_500'] });
    twin.draws.push(0, 0, 0.9, 0.9);
    expect(await kyc().submitOtp(tenant, { externalId, otp: '000000' })).toMatchObject({ outcome: 'approved' });
  });

  it("SH-27 says unavailable while the vendor fails; the issuer's faults are its own", async () => {
    await control().setFaults(tenant, { provider: 'kyc', rate: 1, kinds: ['http_500'] });
    await expect(kyc().startOtp(tenant, applicant('kyc_down'))).rejects.toThrow(TemporarilyUnavailable);
    await control().setFaults(tenant, { provider: 'kyc', rate: 0, kinds: ['http_500'] });
    await control().setFaults(tenant, { provider: 'issuer', rate: 1, kinds: ['http_500'] });
    expect((await kyc().startOtp(tenant, applicant('kyc_down'))).externalId).toMatch(/^kv_/);
    await control().setFaults(tenant, { provider: 'issuer', rate: 0, kinds: [] });
  });
});

describe('The control API of the twin', () => {
  it('sets faults and answers what is set', async () => {
    const plan = { provider: 'issuer', rate: 0.25, kinds: ['latency', 'reorder'] } as const;
    expect(await control().setFaults(tenant, plan)).toEqual(plan);
    await control().setFaults(tenant, { provider: 'issuer', rate: 0, kinds: [] });
  });

  it('delivers a result, says when a call is closed or unknown, and counts what is pending', async () => {
    const { externalId } = await kyc().startVideoCall(tenant, applicant('kyc_result'));
    const deliver = (reference: string, id = externalId) =>
      control().deliverKycResult(tenant, { reference, externalId: id, outcome: 'approved' });
    expect(await deliver('res_1')).toBe('delivered');
    expect(await deliver('res_1')).toBe('delivered');
    expect(await deliver('res_2')).toBe('case_closed');
    expect(await deliver('res_3', 'kv_unknown')).toBe('case_unknown');
    expect(await control().pending(tenant)).toBe(0);
    const events = await control().events(tenant, { limit: 100 });
    expect(events.filter(({ reference }) => reference === externalId)).toMatchObject([
      { type: 'kyc.completed', data: { outcome: 'approved' }, status: 'delivered' },
    ]);
    expect(await control().events(tenant, { limit: 10, after: events.at(-1)?.eventId ?? '' })).toEqual([]);
  });

  it('keeps the clock of one program apart from others', async () => {
    const other = await twin.platform.tenant();
    await control().setClockOffset(other, 3_600);
    const mine = await kyc().startVideoCall(tenant, applicant('kyc_clock'));
    const theirs = await kyc().startVideoCall(other, applicant('kyc_clock'));
    expect(theirs.expiresAt.epochMilliseconds - mine.expiresAt.epochMilliseconds).toBe(3_600_000);
  });
});
