import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/tenants/authorize-staff/handler.ts';
import { authorize } from '../../../support/authorizer-call.ts';
import { localLog } from '../../../../local/log.ts';
import { localMeter } from '../../../../local/meter.ts';
import { idGenerator } from '../../../../functions/kernel/ids/ids.ts';
import { testClock } from '../../../support/test-clock.ts';

const clock = testClock();
const audience = 'staff-app';
const random = { bytes: (count: number) => new Uint8Array(count) };
let pool: { privateKey: CryptoKey; jwk: JWK };
let stranger: CryptoKey;
let server: Server;
let issuer: string;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  pool = { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: 'staff-1', alg: 'RS256', use: 'sig' } };
  stranger = (await generateKeyPair('RS256', { modulusLength: 2048 })).privateKey;
  server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [pool.jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/pool`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const platform = (jwksUrl = `${issuer}/.well-known/jwks.json`) => {
  const { log, lines } = localLog(clock);
  const settings = { STAFF_TOKEN_ISSUER: issuer, STAFF_TOKEN_AUDIENCE: audience, STAFF_JWKS_URL: jwksUrl };
  return { clock, random, ids: idGenerator(clock, random), log, lines, meter: localMeter(), settings, fetch };
};

const nowSeconds = () => Math.floor(clock.now().epochMilliseconds / 1_000);
const tenantId = `ten_${'0'.repeat(26)}`;

const goodClaims = (): JWTPayload => ({
  iss: issuer,
  aud: audience,
  sub: 'staff-7',
  exp: nowSeconds() + 3_600,
  iat: nowSeconds(),
  token_use: 'id',
  'cognito:groups': ['Manager'],
  'custom:tenant': tenantId,
});

const signed = (claims: JWTPayload, key: CryptoKey = pool.privateKey, kid = 'staff-1'): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key);

const without = (claim: string): JWTPayload =>
  Object.fromEntries(Object.entries(goodClaims()).filter(([name]) => name !== claim));

const prove = (authorization: string) => authorize(wire(platform()), { Authorization: authorization });

describe('authorizeStaff', () => {
  it('AN-14 proves a member of staff: subject, role and tenant', async () => {
    expect(await prove(`Bearer ${await signed(goodClaims())}`)).toMatchObject({
      principalId: 'staff-7',
      context: { subject: 'staff-7', role: 'Manager', tenant: tenantId },
      policyDocument: {
        Statement: [
          { Effect: 'Allow', Resource: ['arn:aws:execute-api:ap-south-1:000000000000:abc123/api/*/v1.0/admin/*'] },
        ],
      },
    });
  });

  it.each([
    [['Employee', 'Admin', 'Manager'], 'Admin'],
    [['Employee', 'Manager', 'Somebody'], 'Manager'],
    [['Employee'], 'Employee'],
  ])('AN-14 takes the highest role of the groups %j', async (groups, role) => {
    const token = await signed({ ...goodClaims(), 'cognito:groups': groups });
    expect(await prove(`Bearer ${token}`)).toMatchObject({ context: { role } });
  });

  it('proves an operator of the platform', async () => {
    const token = await signed({ ...goodClaims(), 'custom:tenant': 'platform' });
    expect(await prove(`Bearer ${token}`)).toMatchObject({ context: { tenant: 'platform' } });
  });

  it.each([
    ['an expired token', () => signed({ ...goodClaims(), exp: nowSeconds() - 1 })],
    ['a token that never expires', () => signed(without('exp'))],
    ['a token for another audience', () => signed({ ...goodClaims(), aud: 'another-app' })],
    ['a token of another issuer', () => signed({ ...goodClaims(), iss: 'https://elsewhere.example.com' })],
    ['an access token', () => signed({ ...goodClaims(), token_use: 'access' })],
    ['a token signed by somebody else under our key id', () => signed(goodClaims(), stranger)],
    ['a token with an unknown key id', () => signed(goodClaims(), stranger, 'staff-2')],
    ['a token without custom:tenant', () => signed(without('custom:tenant'))],
    ['a token with a tenant of another form', () => signed({ ...goodClaims(), 'custom:tenant': 'PLATFORM' })],
    ['a token without a subject', () => signed(without('sub'))],
    ['a token without groups', () => signed(without('cognito:groups'))],
    ['a token with unknown groups only', () => signed({ ...goodClaims(), 'cognito:groups': ['Root'] })],
    ['a token with alg none', () => Promise.resolve(new UnsecuredJWT(goodClaims()).encode())],
    [
      'a token with HS256 over our public key',
      () =>
        new SignJWT(goodClaims())
          .setProtectedHeader({ alg: 'HS256', kid: 'staff-1' })
          .sign(Buffer.from(JSON.stringify(pool.jwk))),
    ],
    ['text that is no token', () => Promise.resolve('abc.def')],
  ])('AN-14 answers 401 to %s', async (_, token) => {
    expect(await prove(`Bearer ${await token()}`)).toBe(401);
  });

  it('AN-14 answers 401 to claims changed under the signature', async () => {
    const [header, , signature] = (await signed(goodClaims())).split('.');
    const claims = Buffer.from(JSON.stringify({ ...goodClaims(), 'custom:tenant': 'platform' })).toString('base64url');
    expect(await prove(`Bearer ${[header, claims, signature].join('.')}`)).toBe(401);
  });

  it('answers 401 to another scheme, and to none', async () => {
    expect(await prove(`Basic ${await signed(goodClaims())}`)).toBe(401);
    expect(await prove(await signed(goodClaims()))).toBe(401);
    expect(await authorize(wire(platform()), {})).toBe(401);
  });

  it('fails, and lets nobody in, when the pool’s keys cannot be read', async () => {
    const token = await signed(goodClaims());
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const unreachable = platform(`http://127.0.0.1:${String(port)}/jwks.json`);
    await expect(authorize(wire(unreachable), { Authorization: `Bearer ${token}` })).rejects.toThrow('fetch failed');
    expect(unreachable.lines().join('\n')).toContain('authorizer_failed');
    expect(unreachable.lines().join('\n')).not.toContain(token);
  });

  it('fails at start without its settings', () => {
    expect(() => wire({ ...platform(), settings: {} })).toThrow('STAFF_JWKS_URL');
  });
});
