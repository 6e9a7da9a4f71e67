import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../../../functions/kernel/errors/domain-error.ts';
import { call } from '../../../support/http-call.ts';
import type { ProbeUseCase } from '../../../support/probe-operation.ts';
import { answering, probeWith, wireProbe } from '../../../support/probe-operation.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const modes = ['transactional', 'reserved'] as const;

const given = async () => {
  const tenant = await platform.tenant();
  const customerId = platform.ids.next('cus', tenant);
  return { as: { tenant }, params: { customerId }, body: { name: 'Asha' }, idempotencyKey: randomUUID() };
};

describe.each(modes)('A %s key that is kept with its object', (idempotency) => {
  const kept = probeWith({ idempotency, keyRetention: 'object' });

  it.each([{ hours: 25 }, { hours: 24 * 366 }])('I4 answers a repeat after %o as it answered first', async (later) => {
    const probing = answering(platform);
    const handler = wireProbe(platform, { declaration: kept, useCase: probing.useCase });
    const request = await given();
    const first = await call(handler, kept, request);
    platform.clock.advance(later);
    const repeat = await call(handler, kept, request);
    const other = await call(handler, kept, { ...request, body: { name: 'Usha' } });
    expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(repeat.body).toEqual({ ...first.body, secret: null });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect(probing.runs()).toBe(1);
  });

  it('has no time to live in the table', async () => {
    const request = await given();
    await call(wireProbe(platform, { declaration: kept }), kept, request);
    const [item] = (await platform.items()).filter(({ pk }) => String(pk).endsWith(request.idempotencyKey));
    expect([item?.['item'], item?.['expiresAt']]).toEqual(['idempotency', undefined]);
  });

  it('is forgotten after 24 hours where nothing else is declared', async () => {
    const daily = probeWith({ idempotency });
    const probing = answering(platform);
    const handler = wireProbe(platform, { declaration: daily, useCase: probing.useCase });
    const request = await given();
    await call(handler, daily, request);
    platform.clock.advance({ hours: 25 });
    expect((await call(handler, daily, request)).headers['idempotent-replayed']).toBeUndefined();
    expect(probing.runs()).toBe(2);
  });
});

describe('A reservation that is kept with its object', () => {
  it('I5 asks the outside for the same thing a year after the try that died', async () => {
    const kept = probeWith({ idempotency: 'reserved', keyRetention: 'object' });
    const asked: (string | undefined)[] = [];
    let isUp = false;
    const { useCase } = answering(platform);
    const outside: ProbeUseCase = async (input) => {
      asked.push(input.context.idempotency?.reservedId('crd'));
      if (!isUp) throw new DomainError('unavailable', 'temporarily_unavailable', { detail: 'No answer.' });
      return useCase(input);
    };
    const handler = wireProbe(platform, { declaration: kept, useCase: outside });
    const request = await given();
    await call(handler, kept, request);
    platform.clock.advance({ hours: 24 * 366 });
    isUp = true;
    expect((await call(handler, kept, request)).status).toBe(201);
    expect(asked).toEqual([asked[0], asked[0]]);
  });
});
