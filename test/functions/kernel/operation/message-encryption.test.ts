import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Encryption } from '../../../../functions/kernel/operation/declaration.ts';
import { httpOperation } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { EncryptingCaller } from '../../../support/caller-keys.ts';
import { encryptingCaller, sealFor, sealForStranger } from '../../../support/caller-keys.ts';
import { call } from '../../../support/http-call.ts';
import { answering, probeWith, wireProbe } from '../../../support/probe-operation.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let caller: EncryptingCaller;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
  caller = encryptingCaller();
});
afterAll(() => platform.stop());

const ask = async (encryption: Encryption, headers: Record<string, string>, body: unknown) => {
  const declaration = probeWith({ encryption });
  const handler = wireProbe(platform, { declaration });
  const params = { customerId: platform.ids.next('cus', tenant) };
  return call(handler, declaration, { as: { tenant }, params, headers, body });
};

const keyed = (headers: Record<string, string>) => ({ 'Public-Key': caller.header, ...headers });
const plain = { name: 'Asha' };

/** What an operation answers to each combination of headers and body: `clear`, `sealed` or a code. */
const outcome = async (encryption: Encryption, headers: Record<string, string>, body: unknown): Promise<string> => {
  const answer = await ask(encryption, headers, body);
  if (answer.status !== 201) return String(answer.body.code);
  return 'payload' in answer.body ? 'sealed' : 'clear';
};

describe('Message encryption (api.md section 3)', () => {
  it.each([
    ['none', {}, 'clear'],
    ['none', { 'Encrypt-Response': 'true' }, 'sealed'],
    ['response', {}, 'ENCRYPTION_REQUIRED'],
    ['response', { 'Encrypt-Response': 'true' }, 'sealed'],
    ['response', { 'Encrypt-Response': 'false' }, 'ENCRYPTION_REQUIRED'],
    ['both', {}, 'ENCRYPTION_REQUIRED'],
    ['both', { 'Encrypt-Response': 'true' }, 'ENCRYPTION_REQUIRED'],
    ['both', { 'Encrypted-Request': 'false' }, 'ENCRYPTION_REQUIRED'],
  ] as const)('AN-19 AN-27 "%s" with a clear body and %o: %s', async (encryption, headers, expected) => {
    expect(await outcome(encryption, keyed(headers), plain)).toBe(expected);
  });

  it.each(['none', 'response', 'both'] as const)(
    'AN-18 "%s" takes an encrypted request and answers encrypted',
    async (encryption) => {
      const body = await sealFor(platform.messageKeys, plain);
      const answer = await ask(encryption, keyed({ 'Encrypted-Request': 'true' }), body);
      expect([answer.status, Object.keys(answer.body)]).toEqual([201, ['payload']]);
      expect(await caller.open(answer.body)).toMatchObject({ name: 'Asha' });
    },
  );

  it('AN-15 AN-16 AN-22 answers a compact JWE with RSA-OAEP-256 and A256GCM', async () => {
    const { body } = await ask('response', keyed({ 'Encrypt-Response': 'true' }), plain);
    const [header] = String(body.payload).split('.');
    expect(JSON.parse(Buffer.from(header ?? '', 'base64url').toString())).toEqual({
      alg: 'RSA-OAEP-256',
      enc: 'A256GCM',
    });
  });

  it('AN-16 takes RSA-OAEP from callers too', async () => {
    const body = await sealFor(platform.messageKeys, plain, 'RSA-OAEP');
    expect(await outcome('both', keyed({ 'Encrypted-Request': 'true' }), body)).toBe('sealed');
  });

  it.each([
    ['missing', { 'Encrypt-Response': 'true' }],
    ['empty', { 'Encrypt-Response': 'true', 'Public-Key': '' }],
    ['no key', { 'Encrypt-Response': 'true', 'Public-Key': Buffer.from('no key').toString('base64') }],
    ['of 1024 bits', { 'Encrypt-Response': 'true', 'Public-Key': encryptingCaller(1024).header }],
  ])('AN-17 AN-28 a Public-Key that is %s is INVALID_PUBLIC_KEY', async (_, headers) => {
    expect(await outcome('none', headers, plain)).toBe('INVALID_PUBLIC_KEY');
  });

  it.each([
    ['a clear body', plain],
    ['a payload that is no string', { payload: 7 }],
    ['a payload that is no JWE', { payload: 'a.b.c.d.e' }],
    ['an array', [{ payload: 'x' }]],
  ])('AN-21 AN-29 %s in an encrypted request is INVALID_PAYLOAD', async (_, body) => {
    expect(await outcome('none', keyed({ 'Encrypted-Request': 'true' }), body)).toBe('INVALID_PAYLOAD');
  });

  it('AN-21 AN-29 a member beside the payload is INVALID_PAYLOAD', async () => {
    const body = { ...(await sealFor(platform.messageKeys, plain)), note: 'x' };
    expect(await outcome('both', keyed({ 'Encrypted-Request': 'true' }), body)).toBe('INVALID_PAYLOAD');
  });

  it('AN-30 a message to another key is CANT_DECRYPT_PAYLOAD', async () => {
    expect(await outcome('both', keyed({ 'Encrypted-Request': 'true' }), await sealForStranger(plain))).toBe(
      'CANT_DECRYPT_PAYLOAD',
    );
  });

  it('AN-26 faults inside the message are named in clear', async () => {
    const body = await sealFor(platform.messageKeys, { surprise: 1 });
    const answer = await ask('both', keyed({ 'Encrypted-Request': 'true' }), body);
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    expect(answer.body.invalidFields).toContainEqual({ path: 'surprise', message: 'unknown field' });
  });

  it('AN-24 AN-26 a defect is answered in clear', async () => {
    const declaration = probeWith({ encryption: 'response' });
    const useCase = async () => {
      throw new Error('a defect');
    };
    const params = { customerId: platform.ids.next('cus', tenant) };
    const headers = keyed({ 'Encrypt-Response': 'true' });
    const request = { as: { tenant }, params, headers, body: plain };
    const answer = await call(wireProbe(platform, { declaration, useCase }), declaration, request);
    expect([answer.status, answer.body.code]).toEqual([500, 'internal_error']);
  });

  it('AN-25 a 204 is not encrypted', async () => {
    const declaration = probeWith({ encryption: 'response', status: 204, answer: null });
    const handler = wireProbe(platform, { declaration, useCase: async () => undefined as never });
    const params = { customerId: platform.ids.next('cus', tenant) };
    const headers = keyed({ 'Encrypt-Response': 'true' });
    const answer = await call(handler, declaration, { as: { tenant }, params, headers, body: plain });
    expect([answer.status, answer.body]).toEqual([204, undefined]);
  });

  it('AN-23 an encrypted body where none is taken is a fault of the request, keys or not', async () => {
    const declaration = probeWith({ encryption: 'none', body: null });
    const { messageKeys, ...withoutKeys } = platform;
    const body = await sealFor(messageKeys, plain);
    const params = { customerId: platform.ids.next('cus', tenant) };
    const request = { as: { tenant }, params, headers: keyed({ 'Encrypted-Request': 'true' }), body };
    const { useCase } = answering(platform);
    for (const wired of [platform, withoutKeys]) {
      const answer = await call(httpOperation(declaration, wired, useCase), declaration, request);
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    }
  });

  it.each(['Encrypted-Request', 'Encrypt-Response'])('AN-23 a GET sends header %s only', async (header) => {
    const declaration = probeWith({
      encryption: 'response',
      idempotency: 'none',
      body: null,
      status: 200,
      routes: [{ surface: 'secure', method: 'GET', path: '/customers/{customerId}/probes' }],
    });
    const useCase = async () => ({ probeId: 'p', name: 'Asha', secret: 's' });
    const handler = wireProbe(platform, { declaration, useCase });
    const params = { customerId: platform.ids.next('cus', tenant) };
    const request = { as: { tenant }, params, headers: keyed({ [header]: 'true' }), idempotencyKey: null };
    const answer = await call(handler, declaration, request);
    expect(answer.status).toBe(200);
    expect(await caller.open(answer.body)).toEqual({ probeId: 'p', name: 'Asha', secret: 's' });
  });

  it('AN-23 a POST without a body follows the rule of GET', async () => {
    const declaration = probeWith({ encryption: 'both', body: null });
    const useCase = async () => ({ probeId: 'p', name: 'Asha', secret: 's' });
    const handler = wireProbe(platform, { declaration, useCase });
    const params = { customerId: platform.ids.next('cus', tenant) };
    const headers = keyed({ 'Encrypted-Request': 'true' });
    const answer = await call(handler, declaration, { as: { tenant }, params, headers });
    expect([answer.status, Object.keys(answer.body)]).toEqual([201, ['payload']]);
  });

  it('unwraps one key for an encrypted request and none for a clear one', async () => {
    let unwraps = 0;
    const { messageKeys } = platform;
    const counting = {
      ...platform,
      messageKeys: {
        ...messageKeys,
        unwrap: async (wrapped: Parameters<typeof messageKeys.unwrap>[0]) => {
          unwraps += 1;
          return messageKeys.unwrap(wrapped);
        },
      },
    };
    const declaration = probeWith({ encryption: 'none' });
    const handler = wireProbe(counting, { declaration });
    const params = { customerId: platform.ids.next('cus', tenant) };
    const send = async (headers: Record<string, string>, body: unknown) => {
      unwraps = 0;
      await call(handler, declaration, { as: { tenant }, params, headers, body });
      return unwraps;
    };
    const sealed = await sealFor(messageKeys, plain);
    expect(await send(keyed({ 'Encrypted-Request': 'true' }), sealed)).toBe(1);
    expect(await send(keyed({ 'Encrypt-Response': 'true' }), plain)).toBe(0);
    expect(await send({}, plain)).toBe(0);
  });
});
