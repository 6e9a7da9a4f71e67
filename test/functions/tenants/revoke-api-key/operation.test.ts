import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { wire as wireAuthorizer } from '../../../../functions/tenants/authorize-tenant/handler.ts';
import { createApiKey } from '../../../../functions/tenants/create-api-key/declaration.ts';
import { wire as wireIssue } from '../../../../functions/tenants/create-api-key/handler.ts';
import { revokeApiKey } from '../../../../functions/tenants/revoke-api-key/declaration.ts';
import { wire } from '../../../../functions/tenants/revoke-api-key/handler.ts';
import { authorize } from '../../../support/authorizer-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
const operator = { staff: 'Admin', of: 'platform' } as const;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  ({ tenant } = await givenProgram(platform));
});
afterAll(() => platform.stop());

const issue = async (of = tenant) => {
  const { body } = await call(wireIssue(platform), createApiKey, { as: operator, params: { tenantId: of.tenantId } });
  return { keyId: String(body.keyId), secret: String(body.secret) };
};

const revoke = (keyId: string, of = tenant, idempotencyKey = randomUUID()) =>
  call(handler, revokeApiKey, { as: operator, params: { tenantId: of.tenantId, keyId }, idempotencyKey });

const prove = (secret: string) => authorize(wireAuthorizer(platform), { 'x-api-key': secret });

const recordsOf = async (keyId: string) =>
  (await platform.items()).filter((item) => item['item'] === 'record' && item['resourceId'] === keyId);

describe('revokeApiKey', () => {
  itRefusesBadRequests({
    declaration: revokeApiKey,
    handler: () => handler,
    valid: async () => ({ as: operator, params: { tenantId: tenant.tenantId, keyId: fixedKeyId } }),
  });
  let fixedKeyId = '';
  beforeAll(async () => {
    fixedKeyId = (await issue()).keyId;
  });

  it('M-32 closes the door to the revoked key at once, and to no other', async () => {
    const [leaked, kept] = [await issue(), await issue()];
    const { status, body } = await revoke(leaked.keyId);
    expect([status, body]).toEqual([204, undefined]);
    expect(await prove(leaked.secret)).toBe(401);
    expect(await prove(kept.secret)).toMatchObject({ context: { keyId: kept.keyId } });
  });

  it('revokes the last live key too', async () => {
    const other = (await givenProgram(platform)).tenant;
    const last = await issue(other);
    expect((await revoke(last.keyId, other)).status).toBe(204);
    expect(await prove(last.secret)).toBe(401);
  });

  it('leaves a revoked key revoked, and records it once', async () => {
    const { keyId, secret } = await issue();
    await revoke(keyId);
    expect((await revoke(keyId)).status).toBe(204);
    expect(await prove(secret)).toBe(401);
    expect((await recordsOf(keyId)).map(({ type, sequence }) => [type, sequence])).toEqual([
      ['api_key.created', 1n],
      ['api_key.revoked', 2n],
    ]);
  });

  it('keeps one record when two members of staff revoke at once', async () => {
    const { keyId } = await issue();
    const answers = await Promise.all([revoke(keyId), revoke(keyId), revoke(keyId)]);
    expect(answers.every(({ status }) => status === 204 || status === 409)).toBe(true);
    expect(await recordsOf(keyId)).toHaveLength(2);
  });

  it('answers 404 for an unknown key, a malformed id and another tenant’s key', async () => {
    const other = (await givenProgram(platform)).tenant;
    const foreign = await issue(other);
    for (const keyId of [platform.ids.next('key', tenant), 'key_1', foreign.keyId]) {
      const { status, body } = await revoke(keyId);
      expect([status, body.code]).toEqual([404, 'api_key_not_found']);
    }
    expect(await prove(foreign.secret)).toMatchObject({ principalId: other.tenantId });
  });
});
