import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../../../../functions/kernel/persistence/table.ts';
import { DomainError } from '../../../../functions/kernel/errors/domain-error.ts';
import { unitOfWork } from '../../../../functions/kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestAnswer } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import type { ProbeUseCase } from '../../../support/probe-operation.ts';
import { answering, probe, probeWith, wireProbe } from '../../../support/probe-operation.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let customerId: string;

beforeAll(async () => {
  platform = await startTestPlatform();
});
beforeEach(async () => {
  tenant = await platform.tenant();
  customerId = platform.ids.next('cus', tenant);
});
afterAll(() => platform.stop());

const reserved = probeWith({ idempotency: 'reserved' });
const modes = [
  ['transactional', probe],
  ['reserved', reserved],
] as const;

const request = (idempotencyKey: string, name = 'Asha') => ({
  as: { tenant },
  params: { customerId },
  body: { name },
  idempotencyKey,
});

const codes = ({ status, body }: TestAnswer): readonly unknown[] => [status, body.code];
const storedKeys = async (): Promise<readonly Item[]> =>
  (await platform.items()).filter(
    (item) => item['item'] === 'idempotency' && String(item['pk']).includes(tenant.tenantId),
  );

describe.each(modes)('An Idempotency-Key of a %s operation', (mode, declaration) => {
  it('I4 answers a repeat with status and body of the first, marked, without another run', async () => {
    const probing = answering(platform);
    const handler = wireProbe(platform, { declaration, useCase: probing.useCase });
    const key = randomUUID();
    const first = await call(handler, declaration, request(key));
    const repeat = await call(handler, declaration, request(key));
    expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(repeat.body).toEqual({ ...first.body, secret: null });
    expect(probing.runs()).toBe(1);
  });

  it('I4 a value shown once is not in the table', async () => {
    const key = randomUUID();
    const { body } = await call(wireProbe(platform, { declaration }), declaration, request(key));
    expect(body.secret).toMatch(/^secret of run/);
    const [stored] = await storedKeys();
    expect(stored?.['answer']).toBe(JSON.stringify({ name: 'Asha', probeId: 'probe_1', secret: null }));
  });

  it('I4 refuses the key for another body, and names the resource', async () => {
    const handler = wireProbe(platform, { declaration });
    const key = randomUUID();
    const first = await call(handler, declaration, request(key));
    const other = await call(handler, declaration, request(key, 'Usha'));
    expect([...codes(other), other.body.resourceId]).toEqual([422, 'idempotency_key_reused', first.body.probeId]);
  });

  it('I4 refuses the key for another route', async () => {
    const handler = wireProbe(platform, { declaration });
    const key = randomUUID();
    await call(handler, declaration, request(key));
    const elsewhere = await call(handler, declaration, { ...request(key), surface: 'sandbox' });
    const otherPath = { ...request(key), params: { customerId: platform.ids.next('cus', tenant) } };
    expect(codes(elsewhere)).toEqual([422, 'idempotency_key_reused']);
    expect(codes(await call(handler, declaration, otherPath))).toEqual([422, 'idempotency_key_reused']);
  });

  it('I4 refuses the key for another method', async () => {
    const patched = probeWith({
      idempotency: mode,
      routes: [{ surface: 'secure', method: 'PATCH', path: '/customers/{customerId}/probes' }],
    });
    const key = randomUUID();
    await call(wireProbe(platform, { declaration }), declaration, request(key));
    const answer = await call(wireProbe(platform, { declaration: patched }), patched, request(key));
    expect(codes(answer)).toEqual([422, 'idempotency_key_reused']);
  });

  it('I4 the order and spacing of members do not make another body', async () => {
    const handler = wireProbe(platform, { declaration });
    const key = randomUUID();
    await call(handler, declaration, { ...request(key), body: '{"name":"Asha","note":"x"}' });
    const repeat = await call(handler, declaration, { ...request(key), body: '{ "note": "x",\n"name": "Asha" }' });
    expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([201, 'true']);
  });

  it('keeps a key for 24 hours and no longer', async () => {
    const probing = answering(platform);
    const handler = wireProbe(platform, { declaration, useCase: probing.useCase });
    const key = randomUUID();
    await call(handler, declaration, request(key));
    platform.clock.advance({ hours: 23, minutes: 59 });
    const late = await call(handler, declaration, request(key));
    platform.clock.advance({ minutes: 2 });
    const tooLate = await call(handler, declaration, request(key, 'Usha'));
    expect(late.headers['idempotent-replayed']).toBe('true');
    expect([tooLate.status, tooLate.body.name, probing.runs()]).toEqual([201, 'Usha', 2]);
  });

  it('is free again for the same request after a refusal', async () => {
    let isVerified = false;
    const { useCase } = answering(platform);
    const guarded: ProbeUseCase = async (input) => {
      if (!isVerified) throw new DomainError('forbidden', 'kyc_required', { detail: 'Verify first.' });
      return useCase(input);
    };
    const handler = wireProbe(platform, { declaration, useCase: guarded });
    const key = randomUUID();
    const refused = await call(handler, declaration, request(key));
    isVerified = true;
    const second = await call(handler, declaration, request(key));
    expect(codes(refused)).toEqual([403, 'kyc_required']);
    expect([second.status, second.headers['idempotent-replayed']]).toEqual([201, undefined]);
  });

  it('is not used up by a request with faults', async () => {
    const handler = wireProbe(platform, { declaration });
    const key = randomUUID();
    const invalid = await call(handler, declaration, request(key, ''));
    expect(codes(invalid)).toEqual([400, 'validation_failed']);
    expect((await call(handler, declaration, request(key))).status).toBe(201);
  });

  it('belongs to one tenant', async () => {
    const handler = wireProbe(platform, { declaration });
    const key = randomUUID();
    const other = await platform.tenant();
    await call(handler, declaration, request(key));
    const theirs = {
      as: { tenant: other },
      params: { customerId: platform.ids.next('cus', other) },
      body: { name: 'B' },
    };
    const answer = await call(handler, declaration, { ...theirs, idempotencyKey: key });
    expect([answer.status, answer.headers['idempotent-replayed']]).toEqual([201, undefined]);
  });

  it('fills a replay in with what was not stored, from a second reading', async () => {
    const { useCase } = answering(platform);
    const reread = async (_: unknown, stored: { name: string; probeId: string }) => ({
      ...stored,
      secret: 'read again',
      undeclared: 'must not leave',
    });
    const handler = wireProbe(platform, { declaration, useCase, reread });
    const key = randomUUID();
    const first = await call(handler, declaration, request(key));
    const repeat = await call(handler, declaration, request(key));
    expect(repeat.body).toEqual({ ...first.body, secret: 'read again' });
  });

  it('I4 stores and replays no member that the answer does not declare, in the order of the first answer', async () => {
    const useCase: ProbeUseCase = async ({ context, body }) => {
      const answer = { secret: null, pan: '4111', probeId: 'probe_1', name: body.name };
      return unitOfWork(platform).commit(context, { writes: [], records: [] }, answer);
    };
    const handler = wireProbe(platform, { declaration, useCase });
    const key = randomUUID();
    const first = await call(handler, declaration, request(key));
    const repeat = await call(handler, declaration, request(key));
    expect(JSON.stringify(repeat.body)).toBe(JSON.stringify(first.body));
    expect(Object.keys(repeat.body)).toEqual(['name', 'probeId', 'secret']);
    expect(JSON.stringify((await storedKeys())[0]?.['answer'])).not.toContain('4111');
  });

  it('commits nothing when the answer does not fit its schema', async () => {
    const useCase: ProbeUseCase = async ({ context }) =>
      unitOfWork(platform).commit(context, { writes: [], records: [] }, { probeId: 7 } as never);
    const key = randomUUID();
    const answer = await call(wireProbe(platform, { declaration, useCase }), declaration, request(key));
    expect(codes(answer)).toEqual([500, 'internal_error']);
    expect((await storedKeys()).filter((item) => item['state'] === 'completed')).toEqual([]);
  });
});
