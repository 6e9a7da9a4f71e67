import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '../../../../functions/kernel/errors/domain-error.ts';
import { idempotencyItem } from '../../../../functions/kernel/idempotency/idempotency-item.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { held } from '../../../support/held.ts';
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

const request = (idempotencyKey: string, name = 'Asha') => ({
  as: { tenant },
  params: { customerId },
  body: { name },
  idempotencyKey,
});

const codes = ({ status, body }: TestAnswer): readonly unknown[] => [status, body.code];

describe('Two requests with one key at once', () => {
  it('I4 reserved: the second is 409 with Retry-After while the first runs, then a replay', async () => {
    const hold = held();
    const { useCase, runs } = answering(platform);
    const handler = wireProbe(platform, {
      declaration: reserved,
      useCase: async (input) => {
        await hold.pass();
        return useCase(input);
      },
    });
    const key = randomUUID();
    const running = call(handler, reserved, request(key));
    await hold.arrived;
    const second = await call(handler, reserved, request(key));
    const otherBody = await call(handler, reserved, request(key, 'Usha'));
    hold.go();
    const first = await running;
    const third = await call(handler, reserved, request(key));
    expect(codes(second)).toEqual([409, 'idempotency_in_progress']);
    expect(second.headers['retry-after']).toBe('1');
    expect(codes(otherBody)).toEqual([422, 'idempotency_key_reused']);
    expect([first.status, third.headers['idempotent-replayed'], runs()]).toEqual([201, 'true', 1]);
  });

  it.each([
    ['Asha', 0],
    ['Usha', 1],
  ])('I4 a request that calls nothing outside leaves no reservation: %s reserves %i', async (name, reservations) => {
    const declaration = probeWith({ idempotency: 'reserved', reserves: (body) => body.name === 'Usha' });
    const key = randomUUID();
    const keys = async () => (await platform.items()).filter(({ pk }) => String(pk).endsWith(key));
    const { useCase } = answering(platform);
    const found: number[] = [];
    const handler = wireProbe(platform, {
      declaration,
      useCase: async (input) => {
        found.push((await keys()).length);
        return useCase(input);
      },
    });
    const first = await call(handler, declaration, request(key, name));
    const again = await call(handler, declaration, request(key, name));
    const other = await call(handler, declaration, request(key, 'Isha'));
    expect(found).toEqual([reservations]);
    expect([first.status, again.status, again.headers['idempotent-replayed']]).toEqual([201, 201, 'true']);
    expect(codes(other)).toEqual([422, 'idempotency_key_reused']);
    expect(await keys()).toEqual([expect.objectContaining({ state: 'completed' })]);
  });

  it('I4 transactional: the loser answers what the winner stored', async () => {
    const hold = held();
    const slow = answering(platform);
    const slowHandler = wireProbe(platform, {
      useCase: async (input) => {
        await hold.pass();
        return slow.useCase(input);
      },
    });
    const key = randomUUID();
    const running = call(slowHandler, probe, request(key));
    await hold.arrived;
    const winner = await call(wireProbe(platform), probe, request(key));
    hold.go();
    const loser = await running;
    expect([winner.status, loser.status, loser.headers['idempotent-replayed']]).toEqual([201, 201, 'true']);
    expect(loser.body).toEqual({ ...winner.body, secret: null });
  });

  it('I4 transactional: the loser with another body is 422', async () => {
    const hold = held();
    const { useCase } = answering(platform);
    const slowHandler = wireProbe(platform, {
      useCase: async (input) => {
        await hold.pass();
        return useCase(input);
      },
    });
    const key = randomUUID();
    const running = call(slowHandler, probe, request(key));
    await hold.arrived;
    await call(wireProbe(platform), probe, request(key, 'Usha'));
    hold.go();
    expect(codes(await running)).toEqual([422, 'idempotency_key_reused']);
  });

  it('I4 reserved: of ten at once exactly one runs', async () => {
    const { useCase, runs } = answering(platform);
    const handler = wireProbe(platform, { declaration: reserved, useCase });
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(handler, reserved, request(key))));
    expect(runs()).toBe(1);
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1);
    expect(answers.every(({ status, body }) => status === 201 || body.code === 'idempotency_in_progress')).toBe(true);
  });
});

/** Reserves an id, then crashes, hangs or finishes. */
const reserving = () => {
  const ids: string[] = [];
  let next: 'finish' | 'hang' | 'fail' = 'finish';
  const { useCase } = answering(platform);
  const run: ProbeUseCase = async (input) => {
    ids.push(input.context.idempotency?.reservedId('crd') ?? 'none');
    if (next === 'fail') throw new Error('the issuer is on fire');
    if (next === 'hang') return new Promise(() => undefined);
    return useCase(input);
  };
  return { ids, run, then: (what: typeof next) => void (next = what) };
};

describe('The reservation of a key', () => {
  it('I5 is taken over when its lease of 30 seconds ends, with the same reserved id', async () => {
    const work = reserving();
    const handler = wireProbe(platform, { declaration: reserved, useCase: work.run });
    const key = randomUUID();
    work.then('hang');
    void call(handler, reserved, request(key));
    await expect.poll(() => work.ids.length).toBe(1);
    work.then('finish');
    platform.clock.advance({ seconds: 29 });
    expect(codes(await call(handler, reserved, request(key)))).toEqual([409, 'idempotency_in_progress']);
    platform.clock.advance({ seconds: 1 });
    expect((await call(handler, reserved, request(key))).status).toBe(201);
    expect(work.ids).toEqual([work.ids[0], work.ids[0]]);
    expect(work.ids[0]).toMatch(new RegExp(`^crd_[0-9a-z]{26}${tenant.tag}$`));
  });

  it('I5 ends at once when the first try failed, and keeps the reserved id', async () => {
    const work = reserving();
    const handler = wireProbe(platform, { declaration: reserved, useCase: work.run });
    const key = randomUUID();
    work.then('fail');
    expect((await call(handler, reserved, request(key))).status).toBe(500);
    work.then('finish');
    expect((await call(handler, reserved, request(key))).status).toBe(201);
    expect(new Set(work.ids).size).toBe(1);
  });

  it('I5 a try that lost its lease cannot commit any more', async () => {
    const hold = held();
    const first = answering(platform);
    const slow = wireProbe(platform, {
      declaration: reserved,
      useCase: async (input) => {
        await hold.pass();
        return first.useCase(input);
      },
    });
    const key = randomUUID();
    const running = call(slow, reserved, request(key));
    await hold.arrived;
    platform.clock.advance({ seconds: 31 });
    const second = await call(wireProbe(platform, { declaration: reserved }), reserved, request(key));
    hold.go();
    const late = await running;
    expect([second.status, late.status, late.headers['idempotent-replayed']]).toEqual([201, 201, 'true']);
    expect(late.body).toEqual({ ...second.body, secret: null });
  });

  it('I5 recognises itself when the answer to the reservation got lost and the client sent it again', async () => {
    const { table } = platform;
    const twice = {
      ...platform,
      table: {
        ...table,
        write: async (write: Parameters<typeof table.write>[0]) => {
          await table.write(write);
          return table.write(write);
        },
      },
    };
    const handler = wireProbe(twice, { declaration: reserved, useCase: answering(platform).useCase });
    expect((await call(handler, reserved, request(randomUUID()))).status).toBe(201);
  });

  it('a key that cannot be given back does not hide what went wrong', async () => {
    const { table } = platform;
    const stuck = {
      ...platform,
      table: {
        ...table,
        write: async (write: Parameters<typeof table.write>[0]) => {
          if (write.kind === 'update') throw new Error('no table');
          return table.write(write);
        },
      },
    };
    const useCase: ProbeUseCase = async () => {
      throw new DomainError('conflict', 'invalid_state', { detail: 'Not now.' });
    };
    const handler = wireProbe(stuck, { declaration: reserved, useCase });
    expect(codes(await call(handler, reserved, request(randomUUID())))).toEqual([409, 'invalid_state']);
  });

  it('is what only reserved operations have', async () => {
    const useCase: ProbeUseCase = async ({ context }) => ({
      probeId: context.idempotency?.reservedId('crd') ?? '',
      name: '',
      secret: null,
    });
    const answer = await call(wireProbe(platform, { useCase }), probe, request(randomUUID()));
    expect(answer.status).toBe(500);
  });

  it('is stored with the lease and without an answer', async () => {
    const work = reserving();
    work.then('fail');
    const handler = wireProbe(platform, { declaration: reserved, useCase: work.run });
    await call(handler, reserved, request(randomUUID()));
    const stored = (await platform.items()).find(
      (item) => item['item'] === 'idempotency' && String(item['pk']).includes(tenant.tenantId),
    );
    const record = idempotencyItem.decode(stored!);
    expect(record).toMatchObject({ state: 'in_progress' });
    expect(record.answer).toBeUndefined();
    expect(record.leaseUntil?.epochMilliseconds).toBe(platform.clock.now().epochMilliseconds);
  });
});
