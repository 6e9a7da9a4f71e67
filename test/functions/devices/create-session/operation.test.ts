import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession } from '../../../../functions/devices/create-session/declaration.ts';
import { wire } from '../../../../functions/devices/create-session/handler.ts';
import { DomainError } from '../../../../functions/kernel/errors/domain-error.ts';
import { wireDeviceAssertions } from '../../../../functions/devices/wire-device-assertions.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { assertionBy, askForSession, epochOf, proveSession, signed } from '../../../support/phones.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { Workshop } from '../assertion-corpus.ts';
import { assertionCorpus } from '../assertion-corpus.ts';
import { phoneOwner } from '../given-phones.ts';

let platform: TestPlatform;
let shop: Workshop;

beforeAll(async () => {
  platform = await startTestPlatform();
  const owner = await phoneOwner(platform);
  const neighbour = await phoneOwner(platform, owner.tenant);
  shop = { platform, owner, neighbour, stranger: await phoneOwner(platform, await tenantWithProgram(platform)) };
});
afterAll(() => platform.stop());

const bodyOf = async () => {
  const { installationId, phone } = shop.owner;
  return { installationId, assertion: await assertionBy(platform, phone, installationId) };
};

describe('createSession', () => {
  itRefusesBadRequests({
    declaration: createSession,
    handler: () => wire(platform),
    valid: async () => ({ as: { nobody: true }, body: await bodyOf() }),
    required: ['installationId', 'assertion'],
    malformed: { installationId: '', assertion: 1 },
  });

  it('AN-05 opens a session of ten minutes', async () => {
    const { status, body } = await askForSession(platform, await bodyOf());
    expect(status).toBe(201);
    expect(body).toEqual({
      sessionToken: expect.stringMatching(/^nodal_session_[A-Za-z0-9_-]{43}$/),
      expiresAt: platform.clock.now().add({ minutes: 10 }).toString({ fractionalSecondDigits: 3 }),
    });
    expect(await proveSession(platform, String(body.sessionToken))).toMatchObject({
      context: { customerId: shop.owner.customerId, installationId: shop.owner.installationId },
    });
  });

  it('keeps only the keyed hash of a token, and tells it nowhere', async () => {
    const { body } = await askForSession(platform, await bodyOf(), randomUUID());
    const stored = inspect(await platform.items(), { depth: 9, maxArrayLength: null, maxStringLength: null });
    expect(stored).not.toContain(body.sessionToken);
    expect(platform.logLines().join('\n')).not.toContain(body.sessionToken);
  });

  it('I4 answers a repeat with null in the place of the token, although the nonce is used', async () => {
    const body = await bodyOf();
    const key = randomUUID();
    const first = await askForSession(platform, body, key);
    const second = await askForSession(platform, body, key);
    expect([second.status, second.body]).toEqual([201, { sessionToken: null, expiresAt: first.body.expiresAt }]);
    expect(second.headers['idempotent-replayed']).toBe('true');
  });

  it('AN-05 refuses a nonce that was used, in an assertion of another second too', async () => {
    const { installationId, phone } = shop.owner;
    const nonce = randomUUID();
    const ask = async (seconds: number) =>
      askForSession(platform, {
        installationId,
        assertion: await signed(phone.privateKey, { installationId, nonce, iat: epochOf(platform) + seconds }),
      });
    expect((await ask(0)).status).toBe(201);
    const again = await Promise.all([ask(0), ask(1), ask(-200)]);
    expect(again.map(({ status, body }): unknown[] => [status, body.code])).toEqual(
      Array.from({ length: 3 }, () => [401, 'unauthenticated']),
    );
  });

  it('AN-05 opens one session of a nonce that is sent several times at once', async () => {
    const body = await bodyOf();
    const answers = await Promise.all(Array.from({ length: 5 }, () => askForSession(platform, body)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 401, 401, 401, 401]);
  });

  it('AN-05 takes the same nonce of two devices: it is each one’s own', async () => {
    const nonce = randomUUID();
    for (const { installationId, phone } of [shop.owner, shop.neighbour]) {
      const claims = { installationId, nonce, iat: epochOf(platform) };
      const assertion = await signed(phone.privateKey, claims);
      expect((await askForSession(platform, { installationId, assertion })).status).toBe(201);
    }
  });

  it.each(assertionCorpus)('AN-05 an assertion $name is $expected', async ({ make, expected }) => {
    const { assertion, installationId = shop.owner.installationId } = await make(shop);
    const { status, body } = await askForSession(platform, { installationId, assertion });
    const verdict = expected === 'accepted' ? [201, undefined] : [401, 'unauthenticated'];
    expect([status, body.code]).toEqual(verdict);
  });

  it('tells nothing of why: every refusal has one wording', async () => {
    const refused = assertionCorpus.filter(({ expected }) => expected === 'refused');
    const details = await Promise.all(
      refused.map(async ({ make }) => {
        const { assertion, installationId = shop.owner.installationId } = await make(shop);
        const { body } = await askForSession(platform, { installationId, assertion });
        return JSON.stringify({ ...body, requestId: '' });
      }),
    );
    expect(new Set(details).size).toBe(1);
  });

  it.each(['tenant', 'customer'] as const)('refuses the device of a %s that is out', async (whose) => {
    const owner = await phoneOwner(platform);
    const key =
      whose === 'tenant'
        ? { pk: `T#${owner.tenant.tenantId}#TENANT`, sk: 'TENANT' }
        : { pk: `T#${owner.tenant.tenantId}#CUSTOMER#${owner.customerId}`, sk: 'CUSTOMER' };
    const values = { ':out': whose === 'tenant' ? 'suspended' : 'closed' };
    const update = { text: 'SET #status = :out', names: { '#status': 'status' }, values };
    await platform.table.write({ kind: 'update', key, update });
    const { installationId, phone } = owner;
    const assertion = await assertionBy(platform, phone, installationId);
    const { status, body } = await askForSession(platform, { installationId, assertion });
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
  });
});

describe('The device proof that other subdomains ask for', () => {
  const verify = (assertion: string, customerId = shop.owner.customerId) =>
    wireDeviceAssertions(platform).verify({ tenant: shop.owner.tenant }, { customerId, assertion });

  it("names the installation of the customer's own device", async () => {
    const { assertion } = await bodyOf();
    expect(await verify(assertion)).toEqual({ installationId: shop.owner.installationId });
  });

  it("refuses another customer's device", async () => {
    const { assertion } = await bodyOf();
    await expect(verify(assertion, shop.neighbour.customerId)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('uses a nonce up, for sessions too', async () => {
    const body = await bodyOf();
    const tries = await Promise.allSettled([1, 2, 3].map(() => verify(body.assertion)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await askForSession(platform, body)).status).toBe(401);
  });

  it.each(assertionCorpus)('takes an assertion $name as a session does: $expected', async ({ make, expected }) => {
    const { assertion, installationId = shop.owner.installationId } = await make(shop);
    // Which installation is meant is here the customer's matter.
    const isOthers = installationId !== shop.owner.installationId && expected === 'refused';
    const verdict = await verify(assertion, isOthers ? shop.neighbour.customerId : shop.owner.customerId).then(
      () => 'accepted',
      (error: unknown) => (error instanceof DomainError && error.code === 'unauthenticated' ? 'refused' : error),
    );
    expect(verdict).toBe(expected);
  });
});
