import { X509Certificate, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import { issueClientCertificate } from '../../../../functions/tenants/issue-client-certificate/declaration.ts';
import { wire } from '../../../../functions/tenants/issue-client-certificate/handler.ts';
import type { RequestedKind } from '../../../support/certificate-requests.ts';
import { makeRequest, openssl, withFiles } from '../../../support/certificate-requests.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
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

const issue = (text: unknown, idempotencyKey = randomUUID()) =>
  call(handler, issueClientCertificate, {
    as: operator,
    params: { tenantId: tenant.tenantId },
    body: { csr: text },
    idempotencyKey,
  });

const faultOf = async (text: unknown) => {
  const { status, body } = await issue(text);
  return { status, code: body.code as unknown, fields: body.invalidFields as unknown };
};

const refusedFor = (message: string) => ({
  status: 400,
  code: 'validation_failed',
  fields: [{ path: 'csr', message: expect.stringContaining(message) as unknown }],
});

const recordsOf = async (fingerprint: string) =>
  (await platform.items()).filter((item) => item['item'] === 'record' && item['resourceId'] === fingerprint);

describe('issueClientCertificate', () => {
  itRefusesBadRequests({
    declaration: issueClientCertificate,
    handler: () => handler,
    valid: async () => ({ as: operator, params: { tenantId: tenant.tenantId }, body: { csr } }),
  });

  it.each<RequestedKind>(['P-256', 'P-384', 'rsa2048'])(
    'AN-13 signs a request of %s so that OpenSSL accepts the chain for a TLS client',
    async (kind) => {
      const { status, body } = await issue(makeRequest(kind).csr);
      expect(status).toBe(201);
      const verified = withFiles({ 'ca.pem': body.chain, 'certificate.pem': body.certificate }, (pathOf) =>
        openssl(
          ...['verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', pathOf('ca.pem')],
          pathOf('certificate.pem'),
        ),
      );
      expect(verified).toMatch(/certificate\.pem: OK/u);
    },
  );

  it.each([
    ['before the request', `${'\n'.repeat(8_000)}x`],
    ['behind its beginning', `-----BEGIN CERTIFICATE REQUEST-----${'\n'.repeat(8_000)}`],
    ['before its end', `-----BEGIN CERTIFICATE REQUEST-----\nAAAA${' '.repeat(8_000)}-----END`],
    ['behind it', `${csr}${'\n'.repeat(7_000)}x`],
  ])('AN-13 refuses thousands of blanks %s as quickly as anything else', async (_, text) => {
    const startedAt = performance.now();
    expect(await faultOf(text)).toEqual(refusedFor('one PKCS#10'));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('AN-13 certifies the tenant, not what the request says of itself', async () => {
    const { body } = await issue(makeRequest('P-256', { subject: '/O=Nodal/CN=ten_somebodyelse' }).csr);
    const certificate = new X509Certificate(body.certificate);
    expect(certificate.subject).toBe(`O=Nodal\nCN=${tenant.tenantId}`);
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(certificate.verify(new X509Certificate(body.chain).publicKey)).toBe(true);
    expect(body.fingerprint).toBe(certificate.fingerprint256.replaceAll(':', '').toLowerCase());
  });

  it('AN-13 is good for a year of real time', async () => {
    const { body } = await issue(csr);
    const notAfter = platform.clock
      .now()
      .add({ hours: 365 * 24 })
      .round({ smallestUnit: 'second', roundingMode: 'floor' });
    expect(body.expiresAt).toBe(toTimestamp(notAfter));
    expect(new X509Certificate(body.certificate).validToDate.getTime()).toBe(notAfter.epochMilliseconds);
  });

  it('AN-13 numbers two certificates of one key apart, and signs both with one authority', async () => {
    const [first, second] = [await issue(csr), await issue(csr)];
    expect(first.body.chain).toBe(second.body.chain);
    expect(first.body.fingerprint).not.toBe(second.body.fingerprint);
    const serials = [first, second].map(({ body }) => new X509Certificate(body.certificate).serialNumber);
    expect(new Set(serials).size).toBe(2);
  });

  it('AN-13 takes one authority when several are asked for at once', async () => {
    const fresh = await startTestPlatform();
    try {
      const { tenantId } = (await givenProgram(fresh)).tenant;
      const ask = { as: operator, params: { tenantId }, body: { csr } };
      const answers = await Promise.all([1, 2, 3, 4].map(() => call(wire(fresh), issueClientCertificate, ask)));
      expect(new Set(answers.map(({ body }) => String(body.chain))).size).toBe(1);
      for (const { body } of answers) {
        expect(new X509Certificate(body.certificate).verify(new X509Certificate(body.chain).publicKey)).toBe(true);
      }
    } finally {
      await fresh.stop();
    }
  });

  it('AN-13 answers a repeat with the first certificate, and records it once', async () => {
    const key = randomUUID();
    const answers = [
      await issue(csr, key),
      await issue(csr, key),
      ...(await Promise.all([issue(csr, key), issue(csr, key)])),
    ];
    const fingerprints = new Set(answers.map(({ body }) => String(body.fingerprint)));
    expect(fingerprints.size).toBe(1);
    expect(await recordsOf([...fingerprints][0] ?? '')).toHaveLength(1);
  });

  it('AN-13 answers requests that come at once under one key with one certificate', async () => {
    const key = randomUUID();
    const answers = await Promise.all([issue(csr, key), issue(csr, key), issue(csr, key)]);
    expect(new Set(answers.map(({ body }) => String(body.fingerprint))).size).toBe(1);
  });

  it('records which certificate was issued, and no more', async () => {
    const { body } = await issue(csr);
    const [record] = await recordsOf(body.fingerprint);
    expect(record).toMatchObject({ type: 'certificate.issued', sequence: 1n });
    const text = JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
    expect(text).toContain(body.expiresAt);
    expect(text).not.toContain('BEGIN');
  });

  it.each<[RequestedKind, string]>([
    ['rsa1024', 'must have 2048 to 4096 bits, not 1024'],
    ['rsa3', 'exponent must be 65537 or more'],
    ['P-521', 'must be on P-256 or P-384'],
    ['secp256k1', 'must be on P-256 or P-384'],
    ['ed25519', 'must be RSA, or on the elliptic curve'],
  ])('AN-13 refuses the weak or unfit key %s', async (kind, message) => {
    expect(await faultOf(makeRequest(kind).csr)).toEqual(refusedFor(message));
  });

  it('AN-13 refuses a curve that is written out instead of named', async () => {
    expect((await faultOf(makeRequest('explicit P-256').csr)).status).toBe(400);
  });

  it.each(['-sha1', '-md5'])('AN-13 refuses a signature with %s', async (hash) => {
    expect(await faultOf(makeRequest('rsa2048', { more: [hash] }).csr)).toEqual(
      refusedFor('SHA-256, SHA-384 or SHA-512'),
    );
  });

  it('AN-13 refuses a request that another key signed', async () => {
    const [, ...rest] = csr.trim().split('\n').slice(0, -1);
    const der = Buffer.from(rest.join(''), 'base64');
    // The common name, which the signature covers.
    der.write('server-2', der.indexOf('server-1'));
    const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
    expect(await faultOf(forged)).toEqual(refusedFor('does not fit the public key'));
  });

  it('AN-13 refuses an empty subject', async () => {
    expect(await faultOf(makeRequest('P-256', { subject: '/' }).csr)).toEqual(refusedFor('must not be empty'));
  });

  it('AN-13 refuses a subject with control characters', async () => {
    expect(await faultOf(makeRequest('P-256', { subject: '/CN=a\u0007b' }).csr)).toEqual(
      refusedFor('visible characters'),
    );
  });

  const body64 = csr.split('\n').slice(1, -2).join('\n');
  const pem = (label: string, text: string): string => `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`;

  it.each([
    ['no PEM', 'hello'],
    ['another label', pem('CERTIFICATE', body64)],
    ['two requests', csr + csr],
    ['text before it', `Certificate Request:\n${csr}`],
    ['no end', csr.replace(/-----END.*/u, '')],
    ['half of it', pem('CERTIFICATE REQUEST', body64.slice(0, 96))],
    [
      'bytes behind it',
      pem('CERTIFICATE REQUEST', Buffer.concat([Buffer.from(body64, 'base64'), Buffer.alloc(3)]).toString('base64')),
    ],
    ['other DER', pem('CERTIFICATE REQUEST', 'MAMCAQE=')],
    ['bytes that are no DER', pem('CERTIFICATE REQUEST', Buffer.alloc(60, 0xff).toString('base64'))],
  ])('AN-13 refuses %s', async (_what, text) => {
    expect(await faultOf(text)).toEqual(refusedFor('must be one PKCS#10'));
  });

  it.each([
    ['a request of more than 8,192 characters', `${csr}${' '.repeat(8_192)}`],
    ['nothing', ''],
    ['a number', 1],
    ['null', null],
  ])('AN-13 refuses %s', async (_what, text) => {
    const { status, fields } = await faultOf(text);
    expect([status, fields]).toEqual([400, [{ path: 'csr', message: expect.any(String) as unknown }]]);
  });

  it('AN-13 takes a request under the older label', async () => {
    expect((await issue(pem('NEW CERTIFICATE REQUEST', body64))).status).toBe(201);
  });

  it('AN-14 serves staff of the tenant, hides other tenants from them, and refuses an Employee', async () => {
    const ask = { params: { tenantId: tenant.tenantId }, body: { csr } };
    const of = (staff: 'Admin' | 'Manager' | 'Employee', whose: TenantContext) =>
      call(handler, issueClientCertificate, { ...ask, as: { staff, of: whose } });
    expect((await of('Manager', tenant)).status).toBe(201);
    expect(await of('Employee', tenant)).toMatchObject({ status: 403, body: { code: 'forbidden_role' } });
    const { tenant: other } = await givenProgram(platform);
    expect(await of('Admin', other)).toMatchObject({ status: 404, body: { code: 'tenant_not_found' } });
  });
});
