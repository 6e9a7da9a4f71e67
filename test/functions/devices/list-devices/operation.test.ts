import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDevices } from '../../../../functions/devices/list-devices/declaration.ts';
import { wire } from '../../../../functions/devices/list-devices/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { newPhone, paired } from '../../../support/phones.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { Owner } from '../given-phones.ts';
import { phoneOwner } from '../given-phones.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const asOwner = ({ customerId, tenant, installationId }: Omit<Owner, 'phone'>) => ({
  customer: customerId,
  of: tenant,
  installationId,
});

const list = (owner: Omit<Owner, 'phone'>, query: Readonly<Record<string, string>> = {}) =>
  call(wire(platform), listDevices, { as: asOwner(owner), query });

const installationsIn = (body: unknown): string[] =>
  (body as { data: { installationId: string }[] }).data.map(({ installationId }) => installationId);

describe('listDevices', () => {
  itRefusesBadRequests({
    declaration: listDevices,
    handler: () => wire(platform),
    valid: async () => ({ as: asOwner(await phoneOwner(platform)) }),
  });

  it('AN-06 shows the devices that are paired, and which of them asks', async () => {
    const owner = await phoneOwner(platform);
    const other = newPhone();
    const otherId = await paired(platform, { ...owner, phone: other });
    const { status, body } = await list(owner);
    expect(status).toBe(200);
    const pairedAt = platform.clock.now().toString({ fractionalSecondDigits: 3 });
    const shared = { name: 'A phone', status: 'active', pairedAt };
    expect(body.data).toHaveLength(2);
    expect(body.data).toEqual(
      expect.arrayContaining([
        { ...shared, installationId: owner.installationId, deviceId: owner.phone.deviceId, current: true },
        { ...shared, installationId: otherId, deviceId: other.deviceId, current: false },
      ]),
    );
  });

  it('AN-06 shows one installation of a device that was paired again', async () => {
    const owner = await phoneOwner(platform);
    const installationId = await paired(platform, { ...owner, phone: newPhone(owner.phone.deviceId) });
    const { body } = await list({ ...owner, installationId });
    expect(installationsIn(body)).toEqual([installationId]);
  });

  it('pages', async () => {
    const owner = await phoneOwner(platform);
    await paired(platform, { ...owner, phone: newPhone() });
    const first = await list(owner, { limit: '1' });
    const second = await list(owner, { limit: '1', cursor: String(first.body.nextCursor) });
    const ids = [first, second].flatMap(({ body }) => installationsIn(body));
    expect(new Set(ids).size).toBe(2);
    const forged = await list(owner, { cursor: 'forged' });
    expect([forged.status, forged.body.code]).toEqual([400, 'cursor_invalid']);
  });

  it("I9 shows nothing of another customer's devices, and takes no cursor of its list", async () => {
    const owner = await phoneOwner(platform);
    await paired(platform, { ...owner, phone: newPhone() });
    const { body } = await list(owner, { limit: '1' });
    const neighbour = await phoneOwner(platform, owner.tenant);
    expect((await list(neighbour)).body.data).toHaveLength(1);
    expect((await list(neighbour, { cursor: String(body.nextCursor) })).status).toBe(400);
  });
});
