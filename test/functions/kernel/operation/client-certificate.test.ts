import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { wire } from '../../../../functions/tenants/get-encryption-key/handler.ts';
import { issueClientCertificate } from '../../../../functions/tenants/issue-client-certificate/declaration.ts';
import { wire as wireIssue } from '../../../../functions/tenants/issue-client-certificate/handler.ts';
import { revokeClientCertificate } from '../../../../functions/tenants/revoke-client-certificate/declaration.ts';
import { wire as wireRevoke } from '../../../../functions/tenants/revoke-client-certificate/handler.ts';
import { makeRequest } from '../../../support/certificate-requests.ts';
import { call } from '../../../support/http-call.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
const operator = { staff: 'Admin', of: 'platform' } as const;
const { csr } = makeRequest();

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  ({ tenant } = await givenProgram(platform));
});
afterAll(() => platform.stop());

interface Presented {
  readonly of?: TenantContext;
  /** The tenant's setting, as its authorizer found it. */
  readonly demanded?: boolean;
  readonly pem?: string | undefined;
}

/** A call as it comes through the gateway: with mutual TLS the certificate is among what it knows of the caller. */
const secureCall = async ({ of = tenant, demanded = true, pem }: Presented) => {
  const { tenantId, tag } = of;
  const claims = { tenantId, tag, sandbox: 'true', keyId: 'key_test' };
  const event = {
    resource: '/v1.0/secure/encryption-key',
    httpMethod: 'GET',
    headers: {},
    body: null,
    requestContext: {
      requestId: 'r',
      identity: { clientCert: pem === undefined ? null : { clientCertPem: pem } },
      authorizer: demanded ? { ...claims, clientCertificate: 'required' } : claims,
    },
  } as unknown as APIGatewayProxyEvent;
  const { statusCode, body } = await handler(event, {} as Context);
  return { status: statusCode, code: JSON.parse(body).code as unknown };
};

const served = { status: 200, code: undefined };
const refused = { status: 403, code: 'client_certificate_required' };

const issue = async (of = tenant) => {
  const ask = { as: operator, params: { tenantId: of.tenantId }, body: { csr } };
  const { body } = await call(wireIssue(platform), issueClientCertificate, ask);
  return { pem: String(body.certificate), fingerprint: String(body.fingerprint), chain: String(body.chain) };
};

const revoke = (fingerprint: string) =>
  call(wireRevoke(platform), revokeClientCertificate, {
    as: operator,
    params: { tenantId: tenant.tenantId, fingerprint },
  });

describe('A tenant that demands a client certificate', () => {
  it('AN-13 is served with one of its own', async () => {
    expect(await secureCall({ pem: (await issue()).pem })).toEqual(served);
  });

  it('AN-13 is refused without one, as on the plain host', async () => {
    expect(await secureCall({})).toEqual(refused);
    expect(await secureCall({ pem: '' })).toEqual(refused);
  });

  it('AN-13 is refused from the revocation on, without any delay', async () => {
    const { pem, fingerprint } = await issue();
    expect(await secureCall({ pem })).toEqual(served);
    expect((await revoke(fingerprint)).status).toBe(204);
    expect(await secureCall({ pem })).toEqual(refused);
  });

  it("AN-13 is refused with another tenant's", async () => {
    const { tenant: other } = await givenProgram(platform);
    const { pem } = await issue(other);
    expect(await secureCall({ pem })).toEqual(refused);
    expect(await secureCall({ of: other, pem })).toEqual(served);
  });

  it('AN-13 is refused with one that the platform never issued, and with what is none', async () => {
    const { chain } = await issue();
    const stranger = makeRequest('P-256', { more: ['-x509', '-days', '1'] }).csr;
    for (const pem of [chain, stranger, csr, 'hello', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----']) {
      expect(await secureCall({ pem })).toEqual(refused);
    }
  });

  it('AN-13 is refused from the second on at which the certificate has expired', async () => {
    const { pem } = await issue();
    const ends = new X509Certificate(pem).validToDate.getTime();
    const secondsLeft = Math.floor((ends - platform.clock.now().epochMilliseconds) / 1_000) - 1;
    platform.clock.advance({ seconds: secondsLeft });
    expect(await secureCall({ pem })).toEqual(served);
    platform.clock.advance({ seconds: 2 });
    expect(await secureCall({ pem })).toEqual(refused);
  });

  it('AN-13 costs one read more than all others', async () => {
    const { pem } = await issue();
    const requestsOf = async (presented: Presented): Promise<number> => {
      const before = platform.counts().requests;
      await secureCall(presented);
      return platform.counts().requests - before;
    };
    const plain = await requestsOf({ demanded: false });
    expect(await requestsOf({ pem })).toBe(plain + 1);
  });
});

describe('A tenant that demands no client certificate', () => {
  it('AN-13 is served without one and with its own', async () => {
    expect(await secureCall({ demanded: false })).toEqual(served);
    expect(await secureCall({ demanded: false, pem: (await issue()).pem })).toEqual(served);
  });

  it("AN-13 is refused with another tenant's, and with a revoked one", async () => {
    const { tenant: other } = await givenProgram(platform);
    expect(await secureCall({ demanded: false, pem: (await issue(other)).pem })).toEqual(refused);
    const { pem, fingerprint } = await issue();
    await revoke(fingerprint);
    expect(await secureCall({ demanded: false, pem })).toEqual(refused);
  });
});
