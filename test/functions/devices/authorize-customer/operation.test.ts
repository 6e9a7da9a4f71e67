import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/devices/authorize-customer/handler.ts';
import { authorizeCustomer } from '../../../../functions/devices/authorize-customer/declaration.ts';
import { getEncryptionKey } from '../../../../functions/tenants/get-encryption-key/declaration.ts';
import { listDevices } from '../../../../functions/devices/list-devices/declaration.ts';
import { wire as wireList } from '../../../../functions/devices/list-devices/handler.ts';
import type { SecretStore } from '../../../../functions/kernel/platform/platform.ts';
import { authorize } from '../../../support/authorizer-call.ts';
import { call } from '../../../support/http-call.ts';
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

const given = async (): Promise<Owner & { readonly token: string }> => {
  const owner = await phoneOwner(platform);
  return { ...owner, token: await sessionOn(platform, owner.phone, owner.installationId) };
};

const set = async (key: { pk: string; sk: string }, name: string, value: unknown): Promise<void> => {
  const update = { text: 'SET #name = :value', names: { '#name': name }, values: { ':value': value } };
  await platform.table.write({ kind: 'update', key, update });
};

const setting = ({ tenant }: Owner, settings: Readonly<Record<string, unknown>>): Promise<unknown> =>
  platform.table.write({
    kind: 'update',
    key: { pk: `T#${tenant.tenantId}#TENANT`, sk: 'TENANT' },
    update: {
      text: 'SET settings.slidingSessions = :slides, settings.sessionMinutes = :minutes',
      values: { ':slides': settings['slides'], ':minutes': settings['minutes'] },
    },
  });

const sessionIs = async (token: string): Promise<unknown> => {
  const proved = await proveSession(platform, token);
  return proved === 401 ? 401 : proved.context?.['session'];
};

describe('authorizeCustomer', () => {
  it('AN-12 proves customer, installation and tenant, and counts against the rate of the tenant', async () => {
    const { tenant, customerId, installationId, token } = await given();
    expect(await proveSession(platform, token)).toMatchObject({
      principalId: customerId,
      context: {
        tenantId: tenant.tenantId,
        tag: tenant.tag,
        sandbox: 'true',
        customerId,
        installationId,
        session: 'live',
      },
      usageIdentifierKey: 'usage-key-of-a-test',
      policyDocument: {
        Statement: [{ Effect: 'Allow', Resource: [expect.stringMatching(/\/v1\.0\/customers\/\*$/)] }],
      },
    });
  });

  it('AN-05 keeps nothing between requests: an end is immediate', () => {
    expect(authorizeCustomer.cacheSeconds).toBe(0);
    expect(getEncryptionKey.routes.find(({ surface }) => surface === 'customer')?.open).toBe(true);
  });

  it.each([
    ['no header', undefined],
    ['no scheme', (token: string) => token],
    ['another scheme', (token: string) => `Basic ${token}`],
    ['two tokens', (token: string) => `Bearer ${token} ${token}`],
    ['an unknown token', () => `Bearer nodal_session_${'A'.repeat(43)}`],
    ['an API key', () => `Bearer nodal_${'A'.repeat(43)}`],
    ['a megabyte', () => `Bearer ${'n'.repeat(1_048_576)}`],
    ['a character changed', (token: string) => `Bearer ${token.slice(0, -2)}${token.at(-2) === 'A' ? 'B' : 'A'}A`],
  ])('AN-12 answers 401 to %s', async (_, headerOf) => {
    const { token } = await given();
    const headers = headerOf === undefined ? {} : { Authorization: headerOf(token) };
    expect(await authorize(wire(platform), headers)).toBe(401);
  });

  it('AN-05 tells a session that is over after ten minutes, and the chain answers session_expired', async () => {
    const { tenant, customerId, installationId, token } = await given();
    platform.clock.advance({ minutes: 9, seconds: 59 });
    expect(await sessionIs(token)).toBe('live');
    platform.clock.advance({ seconds: 1 });
    expect(await sessionIs(token)).toBe('expired');
    const as = { customer: customerId, of: tenant, installationId, expired: true as const };
    const { status, body } = await call(wireList(platform), listDevices, { as });
    expect([status, body.code]).toEqual([401, 'session_expired']);
    platform.clock.advance({ hours: 25 });
    expect(await sessionIs(token)).toBe(401);
  });

  it('AN-05 follows the lifetime that the tenant has set', async () => {
    const owner = await phoneOwner(platform);
    await setting(owner, { slides: false, minutes: 2 });
    const token = await sessionOn(platform, owner.phone, owner.installationId);
    platform.clock.advance({ minutes: 2 });
    expect(await sessionIs(token)).toBe('expired');
  });

  it('AN-05 does not move the end of a session that does not slide', async () => {
    const { token } = await given();
    for (let minute = 0; minute < 10; minute += 1) {
      expect(await sessionIs(token)).toBe('live');
      platform.clock.advance({ minutes: 1 });
    }
    expect(await sessionIs(token)).toBe('expired');
  });

  it('AN-05 moves the end of a sliding session with its use, writing at most once a minute', async () => {
    const owner = await given();
    await setting(owner, { slides: true, minutes: 10 });
    for (let use = 0; use < 5; use += 1) {
      platform.clock.advance({ minutes: 8 });
      expect(await sessionIs(owner.token)).toBe('live');
    }
    const before = platform.counts().writeUnits;
    platform.clock.advance({ seconds: 59 });
    await Promise.all([1, 2, 3].map(() => sessionIs(owner.token)));
    expect(platform.counts().writeUnits).toBe(before);
    platform.clock.advance({ minutes: 10 });
    expect(await sessionIs(owner.token)).toBe('expired');
    platform.clock.advance({ seconds: 1 });
    expect(await sessionIs(owner.token)).toBe('expired');
  });

  it('AN-05 ends a sliding session a day after it was opened, however often it was used', async () => {
    const owner = await given();
    await setting(owner, { slides: true, minutes: 480 });
    const usedAfter = async (time: { readonly hours?: number; readonly minutes?: number }) => {
      platform.clock.advance(time);
      return sessionIs(owner.token);
    };
    // It was opened for ten minutes; from its first use on it slides by eight hours.
    expect(await usedAfter({ minutes: 5 })).toBe('live');
    for (let use = 0; use < 5; use += 1) expect(await usedAfter({ hours: 4 })).toBe('live');
    const before = platform.counts().writeUnits;
    expect(await usedAfter({ hours: 3, minutes: 54 })).toBe('live');
    expect(platform.counts().writeUnits).toBe(before);
    expect(await usedAfter({ minutes: 1 })).toBe('expired');
  });

  it('AN-05 does not let the sandbox clock end a session', async () => {
    const { tenant, token } = await given();
    const offset = { pk: `T#${tenant.tenantId}#CLOCK`, sk: 'CLOCK', item: 'clock', offsetSeconds: 86_400 };
    await platform.table.write({ kind: 'put', item: offset });
    expect(await sessionIs(token)).toBe('live');
  });

  it('lets no session of a closed customer in; a suspended one may still look', async () => {
    const { tenant, customerId, token } = await given();
    const key = { pk: `T#${tenant.tenantId}#CUSTOMER#${customerId}`, sk: 'CUSTOMER' };
    await set(key, 'status', 'suspended');
    expect(await sessionIs(token)).toBe('live');
    await set(key, 'status', 'closed');
    expect(await sessionIs(token)).toBe(401);
  });

  it('lets nobody in whose tenant is suspended', async () => {
    const { tenant, token } = await given();
    await set({ pk: `T#${tenant.tenantId}#TENANT`, sk: 'TENANT' }, 'status', 'suspended');
    expect(await sessionIs(token)).toBe(401);
  });

  it('accepts tokens of the current and of the previous pepper, and of none before', async () => {
    const owner = await phoneOwner(platform);
    const peppered = (...peppers: [string, ...string[]]): SecretStore => ({
      values: (name) => (name === 'session-pepper' ? Promise.resolve(peppers) : platform.secrets.values(name)),
    });
    const token = await sessionOn({ ...platform, secrets: peppered('old') }, owner.phone, owner.installationId);
    const prove = (secrets: SecretStore) => proveSession({ ...platform, secrets }, token);
    expect(await prove(peppered('new', 'old'))).toMatchObject({ principalId: owner.customerId });
    expect(await prove(peppered('newer', 'new'))).toBe(401);
  });

  it('fails, and lets nobody in, when the secrets cannot be read', async () => {
    const { token } = await given();
    const secrets: SecretStore = { values: () => Promise.reject(new Error('no answer')) };
    await expect(proveSession({ ...platform, secrets }, token)).rejects.toThrow('no answer');
  });

  it('reads four items for a request, and writes none', async () => {
    const { token } = await given();
    const before = platform.counts();
    await proveSession(platform, token);
    const after = platform.counts();
    expect([after.requests - before.requests, after.writeUnits - before.writeUnits]).toEqual([4, 0]);
  });

  it('logs no token', async () => {
    const { token } = await given();
    await proveSession(platform, token);
    expect(platform.logLines().join('\n')).not.toMatch(/nodal_session_/);
  });
});
