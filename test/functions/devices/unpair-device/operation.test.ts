import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpairDevice } from '../../../../functions/devices/unpair-device/declaration.ts';
import { wire } from '../../../../functions/devices/unpair-device/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { expectLikeUnknown } from '../../../support/like-unknown.ts';
import { assertionBy, askForSession, paired, proveSession, sessionOn } from '../../../support/phones.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { Owner } from '../given-phones.ts';
import { phoneOwner } from '../given-phones.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const requestOf = ({ customerId, tenant, installationId }: Owner, unpaired = installationId) => ({
  as: { customer: customerId, of: tenant, installationId },
  params: { installationId: unpaired },
});

const unpair = (owner: Owner, installationId?: string) =>
  call(wire(platform), unpairDevice, requestOf(owner, installationId));

describe('unpairDevice', () => {
  itRefusesBadRequests({
    declaration: unpairDevice,
    handler: () => wire(platform),
    valid: async () => requestOf(await phoneOwner(platform)),
  });

  it('AN-06 ends the sessions of the device at once, and opens no further one', async () => {
    const owner = await phoneOwner(platform);
    const tokens = [
      await sessionOn(platform, owner.phone, owner.installationId),
      await sessionOn(platform, owner.phone, owner.installationId),
    ];
    expect((await unpair(owner)).status).toBe(204);
    expect(await Promise.all(tokens.map((token) => proveSession(platform, token)))).toEqual([401, 401]);
    const assertion = await assertionBy(platform, owner.phone, owner.installationId);
    const refused = await askForSession(platform, { installationId: owner.installationId, assertion });
    expect([refused.status, refused.body.code]).toEqual([401, 'unauthenticated']);
  });

  it('frees the device: it is paired again with a new code', async () => {
    const owner = await phoneOwner(platform);
    await unpair(owner);
    const installationId = await paired(platform, owner);
    expect(await proveSession(platform, await sessionOn(platform, owner.phone, installationId))).not.toBe(401);
  });

  it('answers a device that is not paired any more like an unknown one', async () => {
    const owner = await phoneOwner(platform);
    await unpair(owner);
    const again = await unpair(owner);
    expect([again.status, again.body.code]).toEqual([404, 'device_not_found']);
  });

  it('unpairs a device once, however often it is asked at once', async () => {
    const owner = await phoneOwner(platform);
    const answers = await Promise.all([1, 2, 3].map(() => unpair(owner)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.every(({ status }) => [204, 404, 409].includes(status))).toBe(true);
  });

  it("I9 answers another customer's device exactly like an unknown one", async () => {
    const owner = await phoneOwner(platform);
    const neighbour = await phoneOwner(platform, owner.tenant);
    const stranger = await phoneOwner(platform, await tenantWithProgram(platform));
    const ids = [
      neighbour.installationId,
      stranger.installationId,
      platform.ids.next('ins', owner.tenant),
      owner.customerId,
      'ins_1',
    ];
    expectLikeUnknown(await Promise.all(ids.map((id) => unpair(owner, id))), 'device_not_found');
    await expect(sessionOn(platform, neighbour.phone, neighbour.installationId)).resolves.toMatch(/^nodal_session_/);
  });
});
