import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SecretStore } from '../../../../functions/kernel/platform/platform.ts';
import { wire } from '../../../../functions/tenants/authorize-tenant/handler.ts';
import { createTenant } from '../../../../functions/tenants/create-tenant/declaration.ts';
import { wire as wireCreation } from '../../../../functions/tenants/create-tenant/handler.ts';
import { authorize } from '../../../support/authorizer-call.ts';
import { call } from '../../../support/http-call.ts';
import { tenantOrder } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

/** Secrets with these peppers, newest first. */
const peppered = (...peppers: [string, ...string[]]): SecretStore => ({
  values: (name) => (name === 'api-key-pepper' ? Promise.resolve(peppers) : platform.secrets.values(name)),
});

const onboard = async (secrets = platform.secrets) => {
  const handler = wireCreation({ ...platform, secrets });
  const { body } = await call(handler, createTenant, { as: { staff: 'Admin', of: 'platform' }, body: tenantOrder });
  return { tenantId: String(body.tenantId), keyId: String(body.apiKey.keyId), secret: String(body.apiKey.secret) };
};

const prove = (secret: string, secrets = platform.secrets) =>
  authorize(wire({ ...platform, secrets }), { 'X-Api-Key': secret });

describe('authorizeTenant', () => {
  it('M-32 answers 401 to a request without a key', async () => {
    expect(await authorize(wire(platform), {})).toBe(401);
    expect(await authorize(wire(platform), { 'x-api-key': '' })).toBe(401);
  });

  it('M-33 proves the tenant, and names its key in the usage plan', async () => {
    const { tenantId, keyId, secret } = await onboard();
    const usageKey = platform.sent.usageKeys.find(({ name }) => name === tenantId);
    expect(await prove(secret)).toMatchObject({
      principalId: tenantId,
      context: { tenantId, keyId, tag: keyId.slice(-5), sandbox: 'true' },
      usageIdentifierKey: usageKey?.value,
    });
  });

  it('allows the secure and the sandbox surface, and no other', async () => {
    const { secret } = await onboard();
    const root = 'arn:aws:execute-api:ap-south-1:000000000000:abc123/api/*';
    expect(await prove(secret)).toMatchObject({
      policyDocument: {
        Statement: [{ Effect: 'Allow', Resource: [`${root}/v1.0/secure/*`, `${root}/v1.0/sandbox/*`] }],
      },
    });
  });

  it.each([
    ['an unknown key', () => `nodal_${randomBytes(32).toString('base64url')}`],
    ['a key of another form', () => 'sk_live_1234'],
    ['the hash of a key', () => 'a'.repeat(64)],
    ['a megabyte', () => 'n'.repeat(1_048_576)],
  ])('M-33 answers 401 to %s', async (_, secret) => {
    expect(await prove(secret())).toBe(401);
  });

  it('M-33 answers 401 to a key with one character changed', async () => {
    const { secret } = await onboard();
    const last = secret.endsWith('A') ? 'B' : 'A';
    expect(await prove(`${secret.slice(0, -1)}${last}`)).toBe(401);
  });

  it('answers 401 to the key of a suspended tenant', async () => {
    const { tenantId, secret } = await onboard();
    await platform.table.write({
      kind: 'update',
      key: { pk: `T#${tenantId}#TENANT`, sk: 'TENANT' },
      update: { text: 'SET #status = :status', names: { '#status': 'status' }, values: { ':status': 'suspended' } },
    });
    expect(await prove(secret)).toBe(401);
  });

  it('AN-13 says when the tenant demands a client certificate as well', async () => {
    const { tenantId, secret } = await onboard();
    expect(await prove(secret)).not.toMatchObject({ context: { clientCertificate: 'required' } });
    await platform.table.write({
      kind: 'update',
      key: { pk: `T#${tenantId}#TENANT`, sk: 'TENANT' },
      update: { text: 'SET settings.requireClientCertificate = :yes', values: { ':yes': true } },
    });
    expect(await prove(secret)).toMatchObject({ context: { tenantId, clientCertificate: 'required' } });
  });

  it('accepts keys of the current and of the previous pepper, and of none before', async () => {
    const { tenantId, secret } = await onboard(peppered('old'));
    expect(await prove(secret, peppered('new', 'old'))).toMatchObject({ principalId: tenantId });
    expect(await prove(secret, peppered('newer', 'new'))).toBe(401);
  });

  it('fails, and lets nobody in, when the secrets cannot be read', async () => {
    const { secret } = await onboard();
    const silent: SecretStore = { values: () => Promise.reject(new Error('no answer')) };
    await expect(prove(secret, silent)).rejects.toThrow('no answer');
  });

  it('logs no key', async () => {
    const { secret } = await onboard();
    await prove(secret);
    await prove('nodal_wrong');
    expect(platform.logLines().join('\n')).not.toMatch(/nodal_/);
  });
});
