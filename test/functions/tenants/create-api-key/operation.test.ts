import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { wire as wireAuthorizer } from '../../../../functions/tenants/authorize-tenant/handler.ts';
import { createApiKey } from '../../../../functions/tenants/create-api-key/declaration.ts';
import { wire } from '../../../../functions/tenants/create-api-key/handler.ts';
import { authorize } from '../../../support/authorizer-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
const operator = { staff: 'Admin', of: 'platform' } as const;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
});
afterAll(() => platform.stop());

const request = async () => ({ as: operator, params: { tenantId: (await givenProgram(platform)).tenant.tenantId } });

describe('createApiKey', () => {
  let fixed: Awaited<ReturnType<typeof request>>;
  beforeAll(async () => {
    fixed = await request();
  });

  itRefusesBadRequests({ declaration: createApiKey, handler: () => handler, valid: async () => fixed });

  it('M-31 issues keys that are live side by side, and stores their hashes only', async () => {
    const ask = await request();
    const first = await call(handler, createApiKey, ask);
    const second = await call(handler, createApiKey, ask);
    expect(first.status).toBe(201);
    for (const { body } of [first, second]) {
      const proof = await authorize(wireAuthorizer(platform), { 'x-api-key': body.secret });
      expect(proof).toMatchObject({ context: { tenantId: ask.params.tenantId, keyId: body.keyId } });
    }
    const text = JSON.stringify(await platform.items(), (_, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    expect(text).not.toContain(first.body.secret);
    expect(platform.logLines().join('\n')).not.toContain('nodal_');
  });

  it('shows the secret once: a repeat answers null in its place', async () => {
    const ask = { ...(await request()), idempotencyKey: randomUUID() };
    const first = await call(handler, createApiKey, ask);
    const repeat = await call(handler, createApiKey, ask);
    expect(repeat.body).toEqual({ keyId: first.body.keyId, secret: null });
  });

  it('refuses a body', async () => {
    const { status, body } = await call(handler, createApiKey, { ...(await request()), body: { name: 'ci' } });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });

  it('AN-14 hides other tenants from tenant staff', async () => {
    const { tenant } = await givenProgram(platform);
    const { status, body } = await call(handler, createApiKey, {
      ...(await request()),
      as: { staff: 'Admin', of: tenant },
    });
    expect([status, body.code]).toEqual([404, 'tenant_not_found']);
  });
});
