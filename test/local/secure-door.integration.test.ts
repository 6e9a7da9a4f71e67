import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoTenant } from '../../local/demo-tenant.ts';
import { apiClient } from '../../local/demo/api-client.ts';
import type { LocalPlatform } from '../../local/platform.ts';
import { startPlatform } from '../../local/start.ts';
import { makeRequest, openssl, withFiles } from '../support/certificate-requests.ts';

let platform: LocalPlatform;
let tenant: { readonly tenantId: string; readonly apiKey: string };
let other: { readonly tenantId: string; readonly apiKey: string };

interface Credential {
  readonly key: string;
  readonly cert: string;
}

interface Reply {
  readonly status: number;
  readonly code: unknown;
}

/** A tenant's server on the API behind mutual TLS. @throws Error when the handshake is refused */
const throughSecureDoor = (apiKey: string, credential?: Credential): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const door = platform.secureDoor;
    if (door === undefined) throw new Error('the platform has no door with mutual TLS');
    const options = { ca: door.serverAuthority, agent: false, headers: { 'x-api-key': apiKey }, ...credential };
    request(`${door.baseUrl}/secure/encryption-key`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as { code?: unknown };
        resolve({ status: response.statusCode ?? 0, code: body.code });
      });
    })
      .on('error', reject)
      .end();
  });

const throughPlainDoor = async (apiKey: string): Promise<Reply> => {
  const answer = await fetch(`${platform.baseUrl}/secure/encryption-key`, { headers: { 'x-api-key': apiKey } });
  const body = (await answer.json()) as { code?: unknown };
  return { status: answer.status, code: body.code };
};

const asOperator = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${platform.baseUrl}/admin${path}`, {
    method,
    headers: {
      authorization: `Bearer ${platform.operatorToken}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, string> };
};

const issueTo = async (tenantId: string) => {
  const { csr, key } = makeRequest();
  const { status, body } = await asOperator('POST', `/tenants/${tenantId}/certificates`, { csr });
  expect(status).toBe(201);
  const { certificate = '', chain = '', fingerprint = '' } = body;
  return { credential: { key, cert: certificate }, chain, fingerprint };
};

const served = { status: 200, code: undefined };
const refused = { status: 403, code: 'client_certificate_required' };

beforeAll(async () => {
  platform = await startPlatform({ tls: true });
  const operator = apiClient(platform.baseUrl, { authorization: `Bearer ${platform.operatorToken}` });
  [tenant, other] = [await createDemoTenant(operator), await createDemoTenant(operator)];
  const settings = { settings: { requireClientCertificate: true } };
  const { status } = await asOperator('PATCH', `/tenants/${tenant.tenantId}`, settings);
  if (status !== 200) throw new Error(`the tenant's setting was refused with status ${String(status)}`);
}, 60_000);
afterAll(() => platform.stop());

describe('The API behind mutual TLS', () => {
  it('AN-13 serves a tenant that demands a certificate, with one of its own that OpenSSL accepts', async () => {
    const { credential, chain } = await issueTo(tenant.tenantId);
    const verified = withFiles({ 'ca.pem': chain, 'client.pem': credential.cert }, (pathOf) =>
      openssl('verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', pathOf('ca.pem'), pathOf('client.pem')),
    );
    expect(verified).toMatch(/: OK/u);
    expect(await throughSecureDoor(tenant.apiKey, credential)).toEqual(served);
  });

  it('AN-13 refuses the handshake without a certificate, and with a stranger’s', async () => {
    await expect(throughSecureDoor(tenant.apiKey)).rejects.toThrow();
    const stranger = makeRequest('P-256', { more: ['-x509', '-days', '1'] });
    await expect(throughSecureDoor(tenant.apiKey, { key: stranger.key, cert: stranger.csr })).rejects.toThrow();
  });

  it('AN-13 refuses a revoked certificate from the next request on', async () => {
    const { credential, fingerprint } = await issueTo(tenant.tenantId);
    expect(await throughSecureDoor(tenant.apiKey, credential)).toEqual(served);
    expect((await asOperator('DELETE', `/tenants/${tenant.tenantId}/certificates/${fingerprint}`)).status).toBe(204);
    expect(await throughSecureDoor(tenant.apiKey, credential)).toEqual(refused);
  });

  it("AN-13 refuses another tenant's certificate, whether the caller demands one or not", async () => {
    const [own, foreign] = [await issueTo(tenant.tenantId), await issueTo(other.tenantId)];
    expect(await throughSecureDoor(tenant.apiKey, foreign.credential)).toEqual(refused);
    expect(await throughSecureDoor(other.apiKey, own.credential)).toEqual(refused);
    expect(await throughSecureDoor(other.apiKey, foreign.credential)).toEqual(served);
  });

  it('AN-13 refuses the tenant that demands a certificate at the plain door, and no other', async () => {
    expect(await throughPlainDoor(tenant.apiKey)).toEqual(refused);
    expect(await throughPlainDoor(other.apiKey)).toEqual(served);
  });
});
