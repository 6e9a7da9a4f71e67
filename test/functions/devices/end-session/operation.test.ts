import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endSession } from '../../../../functions/devices/end-session/declaration.ts';
import { wire } from '../../../../functions/devices/end-session/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { proveSession, sessionOn } from '../../../support/phones.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { Owner } from '../given-phones.ts';
import { phoneOwner } from '../given-phones.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

/** The caller as the authorizer made it out of the token. */
const callerOf = async ({ customerId, tenant, installationId }: Owner, token: string) => {
  const proved = await proveSession(platform, token);
  if (proved === 401) throw new Error('the token proves nobody');
  const sessionHash = String(proved.context?.['sessionHash']);
  return { as: { customer: customerId, of: tenant, installationId, sessionHash } };
};

describe('endSession', () => {
  itRefusesBadRequests({
    declaration: endSession,
    handler: () => wire(platform),
    valid: async () => {
      const owner = await phoneOwner(platform);
      return callerOf(owner, await sessionOn(platform, owner.phone, owner.installationId));
    },
  });

  it('AN-05 ends this session with the very next request, and no other', async () => {
    const owner = await phoneOwner(platform);
    const token = await sessionOn(platform, owner.phone, owner.installationId);
    const other = await sessionOn(platform, owner.phone, owner.installationId);
    const { status } = await call(wire(platform), endSession, await callerOf(owner, token));
    expect(status).toBe(204);
    expect(await proveSession(platform, token)).toBe(401);
    expect(await proveSession(platform, other)).not.toBe(401);
  });

  it('AN-05 lets two ends of one session at once end it once', async () => {
    const owner = await phoneOwner(platform);
    const request = await callerOf(owner, await sessionOn(platform, owner.phone, owner.installationId));
    const answers = await Promise.all([1, 2].map(() => call(wire(platform), endSession, request)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const ended = (await platform.items()).filter(
      (item) => item['type'] === 'session.ended' && String(item['data']).includes(owner.customerId),
    );
    expect(ended).toHaveLength(1);
  });

  it('answers 401 where no session is left to end', async () => {
    const { customerId, tenant } = await phoneOwner(platform);
    for (const sessionHash of [undefined, 'f'.repeat(64)]) {
      const as = { customer: customerId, of: tenant, ...(sessionHash === undefined ? {} : { sessionHash }) };
      const { status, body } = await call(wire(platform), endSession, { as });
      expect([status, body.code]).toEqual([401, 'unauthenticated']);
    }
  });
});
