import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { issueClientCertificate } from '../../../../functions/tenants/issue-client-certificate/declaration.ts';
import { wire as wireIssue } from '../../../../functions/tenants/issue-client-certificate/handler.ts';
import { revokeClientCertificate } from '../../../../functions/tenants/revoke-client-certificate/declaration.ts';
import { wire } from '../../../../functions/tenants/revoke-client-certificate/handler.ts';
import { makeRequest } from '../../../support/certificate-requests.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
let fixed = '';
const operator = { staff: 'Admin', of: 'platform' } as const;
const { csr } = makeRequest();

const issue = async (of = tenant): Promise<string> => {
  const ask = { as: operator, params: { tenantId: of.tenantId }, body: { csr } };
  return String((await call(wireIssue(platform), issueClientCertificate, ask)).body.fingerprint);
};

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  ({ tenant } = await givenProgram(platform));
  fixed = await issue();
});
afterAll(() => platform.stop());

const revoke = (fingerprint: string, idempotencyKey = randomUUID()) =>
  call(handler, revokeClientCertificate, {
    as: operator,
    params: { tenantId: tenant.tenantId, fingerprint },
    idempotencyKey,
  });

const recordsOf = async (fingerprint: string) =>
  (await platform.items())
    .filter((item) => item['item'] === 'record' && item['resourceId'] === fingerprint)
    .map(({ type, sequence }) => [type, sequence]);

describe('revokeClientCertificate', () => {
  itRefusesBadRequests({
    declaration: revokeClientCertificate,
    handler: () => handler,
    valid: async () => ({ as: operator, params: { tenantId: tenant.tenantId, fingerprint: fixed } }),
  });

  it('AN-13 leaves a revoked certificate revoked, and records it once', async () => {
    const fingerprint = await issue();
    const key = randomUUID();
    const answers = [await revoke(fingerprint, key), await revoke(fingerprint, key), await revoke(fingerprint)];
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(await recordsOf(fingerprint)).toEqual([
      ['certificate.issued', 1n],
      ['certificate.revoked', 2n],
    ]);
  });

  it('AN-13 keeps one record when two members of staff revoke at once', async () => {
    const fingerprint = await issue();
    const answers = await Promise.all([revoke(fingerprint), revoke(fingerprint), revoke(fingerprint)]);
    expect(answers.every(({ status }) => status === 204 || status === 409)).toBe(true);
    expect(await recordsOf(fingerprint)).toHaveLength(2);
  });

  it('AN-13 knows the fingerprint as OpenSSL writes it', async () => {
    const fingerprint = await issue();
    const written = fingerprint.toUpperCase().replaceAll(/(..)(?=.)/gu, '$1:');
    expect((await revoke(written)).status).toBe(204);
    expect(await recordsOf(fingerprint)).toHaveLength(2);
  });

  it("AN-13 answers 404 for an unknown certificate, a malformed fingerprint and another tenant's", async () => {
    const { tenant: other } = await givenProgram(platform);
    const foreign = await issue(other);
    for (const fingerprint of ['0'.repeat(64), 'x', foreign]) {
      expect(await revoke(fingerprint)).toMatchObject({ status: 404, body: { code: 'certificate_not_found' } });
    }
    expect(await recordsOf(foreign)).toHaveLength(1);
  });

  it('AN-14 hides other tenants from tenant staff, and refuses an Employee', async () => {
    const { tenant: other } = await givenProgram(platform);
    const params = { tenantId: tenant.tenantId, fingerprint: await issue() };
    const by = (staff: 'Manager' | 'Employee', of: TenantContext) =>
      call(handler, revokeClientCertificate, { as: { staff, of }, params });
    expect(await by('Manager', other)).toMatchObject({ status: 404, body: { code: 'tenant_not_found' } });
    expect(await by('Employee', tenant)).toMatchObject({ status: 403, body: { code: 'forbidden_role' } });
    expect((await by('Manager', tenant)).status).toBe(204);
  });
});
