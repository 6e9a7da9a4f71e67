import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { DomainError, InvalidState } from '../../../../functions/kernel/errors/domain-error.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { localMeter } from '../../../../local/meter.ts';
import type { TestAnswer } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import type { ProbeUseCase } from '../../../support/probe-operation.ts';
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

const request = () => ({
  as: { tenant },
  params: { customerId: platform.ids.next('cus', tenant) },
  body: { name: 'Asha' },
});

const run = (useCase: ProbeUseCase) => {
  const meter = localMeter();
  const handler = wireProbe({ ...platform, meter }, { useCase });
  return { meter, answer: call(handler, probe, request()) };
};

describe('The answer of an operation', () => {
  it('AN-54 has no member that the declaration does not declare', async () => {
    const useCase = async () => ({ probeId: 'p', name: 'n', secret: null, pan: '4111', nested: { cvv: '123' } });
    const { body } = await run(useCase).answer;
    expect(body).toEqual({ probeId: 'p', name: 'n', secret: null });
  });

  it('that does not fit its schema is a defect, and nothing of it leaves', async () => {
    const useCase = async () => ({ probeId: 7, name: 'a name that must stay' }) as never;
    const { status, body } = await run(useCase).answer;
    expect([status, body.code]).toEqual([500, 'internal_error']);
    expect(JSON.stringify(body)).not.toContain('must stay');
  });

  it('carries the request id and may not be cached', async () => {
    const { headers } = await run(async () => ({ probeId: 'p', name: 'n', secret: null })).answer;
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of a defect says nothing of its cause, in body or log', async () => {
    const useCase = async () => {
      throw new Error('password=hunter2');
    };
    const { status, body, headers } = await run(useCase).answer;
    expect([status, body.code, body.requestId]).toEqual([500, 'internal_error', headers['x-request-id']]);
    expect(JSON.stringify(body) + platform.logLines().join('\n')).not.toContain('hunter2');
    expect(platform.logLines().at(-2)).toContain('"message":"request_failed"');
  });

  it('M-34 M-35 M-36 is measured by operation, surface, tenant and status, whatever came of it', async () => {
    const good = run(async () => ({ probeId: 'p', name: 'n', secret: null }));
    await good.answer;
    const bad = run(async () => {
      throw new DomainError('payment_required', 'insufficient_funds', { detail: 'balance' });
    });
    await bad.answer;
    const shared = { operation: 'probeCustomer', surface: 'secure', tenantId: tenant.tenantId, latencyMs: 0 };
    expect(good.meter.operations).toEqual([{ ...shared, status: 201 }]);
    expect(bad.meter.operations).toEqual([{ ...shared, status: 402 }]);
  });

  it('I4 is the first one, when an equal request was faster and its effect is what refuses this one', async () => {
    const same = { ...request(), idempotencyKey: randomUUID() };
    const faster = wireProbe(platform);
    let first: TestAnswer | undefined;
    const useCase: ProbeUseCase = async () => {
      first = await call(faster, probe, same);
      throw new InvalidState('It was done already.');
    };
    const second = await call(wireProbe(platform, { useCase }), probe, same);
    expect([second.status, second.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(second.body).toEqual({ ...first?.body, secret: null });
  });

  it('I4 is the refusal, when nobody was faster or only a request with another body was', async () => {
    const refused = async () => {
      throw new InvalidState('It cannot be done.');
    };
    const alone = await call(wireProbe(platform, { useCase: refused }), probe, request());
    const key = { ...request(), idempotencyKey: randomUUID() };
    const useCase: ProbeUseCase = async () => {
      await call(wireProbe(platform), probe, { ...key, body: { name: 'Ravi' } });
      return refused();
    };
    const beside = await call(wireProbe(platform, { useCase }), probe, key);
    expect([alone, beside].map((answer): unknown[] => [answer.status, answer.body.code])).toEqual([
      [409, 'invalid_state'],
      [409, 'invalid_state'],
    ]);
  });

  it('a wrong method or path is 404', async () => {
    const other = probeWith({ routes: [{ surface: 'secure', method: 'PUT', path: '/elsewhere' }] });
    const { status, body } = await call(wireProbe(platform), other, request());
    expect([status, body.code]).toEqual([404, 'not_found']);
  });

  it('an operation without a body refuses one, and takes an empty object', async () => {
    const bodyless = probeWith({ body: null });
    const useCase = async () => ({ probeId: 'p', name: 'n', secret: null });
    const handler = wireProbe(platform, { declaration: bodyless, useCase });
    const refused = await call(handler, bodyless, request());
    const empty = await call(handler, bodyless, { ...request(), body: {} });
    expect([refused.status, refused.body.code, empty.status]).toEqual([400, 'validation_failed', 201]);
  });

  it('names faults of nested members by their path', async () => {
    const nested = probeWith({
      body: z.strictObject({ address: z.strictObject({ lines: z.array(z.string()) }) }),
    });
    const body = { address: { lines: ['a', 2], planet: 'x' } };
    const answer = await call(wireProbe(platform, { declaration: nested }), nested, { ...request(), body });
    const faults = answer.body.invalidFields as readonly { path: string }[];
    expect(faults.map(({ path }) => path).toSorted()).toEqual(['address.lines.1', 'address.planet']);
  });

  it("runs on the sandbox tenant's clock", async () => {
    const { clockItem, clockKey } = await import('../../../../functions/kernel/time/tenant-clock.ts');
    const shifted = await platform.tenant();
    const item = clockItem.encode(clockKey(shifted), { offsetSeconds: 86_400 });
    await platform.table.write({ kind: 'put', item });
    let ahead = 0;
    const useCase: ProbeUseCase = async ({ context }) => {
      ahead = context.clock.now().epochMilliseconds - platform.clock.now().epochMilliseconds;
      return { probeId: 'p', name: 'n', secret: null };
    };
    const params = { customerId: platform.ids.next('cus', shifted) };
    await call(wireProbe(platform, { useCase }), probe, { ...request(), as: { tenant: shifted }, params });
    expect(ahead).toBe(86_400_000);
  });
});
