import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../../../functions/kernel/errors/domain-error.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { encryptingCaller, sealFor, sealForStranger } from '../../../support/caller-keys.ts';
import type { TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { probe, probeWith, wireProbe } from '../../../support/probe-operation.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const encrypted = probeWith({ encryption: 'both' });
const kycRequired = async () => {
  throw new DomainError('forbidden', 'kyc_required', { detail: 'Verify the customer first.' });
};

/** Everything is wrong with it; each repair mends what is refused first. */
const worst: TestRequest = {
  as: { nobody: true },
  surface: 'admin',
  params: { customerId: 'cus_malformed' },
  query: { surprise: '1' },
  body: 'x'.repeat(256 * 1024 + 1),
  headers: { 'Content-Type': 'text/plain' },
  idempotencyKey: null,
};

type Repair = readonly [expected: readonly [number, string], mend: () => Promise<Partial<TestRequest>>];

const asked = (key: string) => ({
  'Content-Type': 'application/json',
  'Encrypted-Request': 'true',
  'Public-Key': key,
});

const repairs = (): readonly Repair[] => {
  const caller = encryptingCaller();
  return [
    [[401, 'unauthenticated'], async () => ({ as: { staff: 'Employee', of: 'platform' } })],
    [[403, 'forbidden_role'], async () => ({ as: { staff: 'Admin', of: 'platform' } })],
    [[413, 'payload_too_large'], async () => ({ body: '{"payload":' })],
    [[415, 'unsupported_media_type'], async () => ({ headers: { 'Content-Type': 'application/json; charset=utf-8' } })],
    [[400, 'malformed_json'], async () => ({ body: { payload: 'not.a.jwe' } })],
    [[400, 'idempotency_key_required'], async () => ({ idempotencyKey: 'order-of-refusals' })],
    [[400, 'ENCRYPTION_REQUIRED'], async () => ({ headers: asked('nonsense') })],
    [[400, 'INVALID_PUBLIC_KEY'], async () => ({ headers: asked(caller.header) })],
    [[400, 'INVALID_PAYLOAD'], async () => ({ body: await sealForStranger({ name: 'A' }) })],
    [[400, 'CANT_DECRYPT_PAYLOAD'], async () => ({ body: await sealFor(platform.messageKeys, { note: 1 }) })],
    [
      [400, 'validation_failed'],
      async () => ({ query: {}, body: await sealFor(platform.messageKeys, { name: 'Asha' }) }),
    ],
    [
      [404, 'customer_not_found'],
      async () => ({ params: { customerId: platform.ids.next('cus', tenant) }, idempotencyKey: randomUUID() }),
    ],
    [[403, 'kyc_required'], async () => ({})],
  ];
};

describe('The order of refusals (api.md section 2)', () => {
  it('answers the first fault of a request that has them all, one after another', async () => {
    const handler = wireProbe(platform, { declaration: encrypted, useCase: kycRequired });
    let request = worst;
    const answers: (readonly [number, string])[] = [];
    for (const [, mend] of repairs()) {
      const { status, body } = await call(handler, encrypted, request);
      answers.push([status, body.code]);
      request = { ...request, ...(await mend()) };
    }
    expect(answers).toEqual(repairs().map(([expected]) => expected));
  });

  it('I4 answers 422 for a used key before 404 for the resource', async () => {
    const handler = wireProbe(platform);
    const idempotencyKey = randomUUID();
    const params = { customerId: platform.ids.next('cus', tenant) };
    const first = await call(handler, probe, { as: { tenant }, params, body: { name: 'Asha' }, idempotencyKey });
    expect(first.status).toBe(201);
    const foreign = { as: { tenant }, params: { customerId: 'cus_malformed' }, body: { name: 'Asha' } };
    const reused = await call(handler, probe, { ...foreign, idempotencyKey });
    const fresh = await call(handler, probe, foreign);
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect([fresh.status, fresh.body.code]).toEqual([404, 'customer_not_found']);
  });

  it('answers a replay before 404, although the resource could not be addressed so any more', async () => {
    let isGone = false;
    const request = {
      as: { tenant },
      params: { customerId: platform.ids.next('cus', tenant) },
      body: { name: 'Asha' },
      idempotencyKey: randomUUID(),
    };
    const first = await call(wireProbe(platform), probe, request);
    const closed = wireProbe(platform, {
      useCase: async () => {
        isGone = true;
        throw new DomainError('not_found', 'customer_not_found', { detail: 'Gone.' });
      },
    });
    const repeat = await call(closed, probe, request);
    expect([repeat.status, repeat.headers['idempotent-replayed'], isGone]).toEqual([first.status, 'true', false]);
  });

  it('names all faults of query and body at once', async () => {
    const { body } = await call(wireProbe(platform), probe, {
      as: { tenant },
      params: { customerId: platform.ids.next('cus', tenant) },
      query: { surprise: '1' },
      body: { name: '', note: 7, other: true },
    });
    expect(body.code).toBe('validation_failed');
    const faults = body.invalidFields as readonly { path: string }[];
    expect(faults.map(({ path }) => path).toSorted()).toEqual(['name', 'name', 'note', 'other', 'query.surprise']);
  });

  it('counts the bytes of a body, not its characters, and takes exactly 256 KB', async () => {
    const handler = wireProbe(platform);
    const request = (body: string) => ({ as: { tenant }, params: { customerId: 'cus_x' }, body });
    const padded = (bytes: number) => `{"name":"A"${' '.repeat(bytes - 12)}}`;
    const largest = await call(handler, probe, request(padded(256 * 1024)));
    const larger = await call(handler, probe, request(padded(256 * 1024 + 1)));
    const wide = await call(handler, probe, request(`{"name":"${'अ'.repeat(90_000)}"}`));
    expect([largest.status, larger.status, wide.status]).toEqual([404, 413, 413]);
  });

  it.each([
    ['no header of the type', {}],
    ['another type', { 'content-type': 'text/json' }],
    ['a list of types', { 'content-type': 'application/json, text/plain' }],
  ])('refuses %s with 415', async (_, headers) => {
    const { status } = await call(wireProbe(platform), probe, {
      as: { tenant },
      params: { customerId: 'cus_x' },
      body: '{}',
      headers: { 'Content-Type': '', ...headers },
    });
    expect(status).toBe(415);
  });

  it.each([
    ['a blank', 'two words'],
    ['a line end', 'a\nb'],
    ['a letter beyond ASCII', 'schlüssel'],
    ['256 characters', 'k'.repeat(256)],
  ])('refuses an Idempotency-Key with %s by name', async (_, idempotencyKey) => {
    const { status, body } = await call(wireProbe(platform), probe, {
      as: { tenant },
      params: { customerId: platform.ids.next('cus', tenant) },
      body: { name: 'Asha' },
      idempotencyKey,
    });
    expect([status, body.code, body.invalidFields[0].path]).toEqual([400, 'validation_failed', 'Idempotency-Key']);
  });

  it('takes an Idempotency-Key of 255 visible characters', async () => {
    const { status } = await call(wireProbe(platform), probe, {
      as: { tenant },
      params: { customerId: platform.ids.next('cus', tenant) },
      body: { name: 'Asha' },
      idempotencyKey: '~'.repeat(255),
    });
    expect(status).toBe(201);
  });
});
