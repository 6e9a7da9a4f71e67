import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '../../../../functions/kernel/errors/domain-error.ts';
import { idempotencyItem } from '../../../../functions/kernel/idempotency/idempotency-item.ts';
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

const codes = ({ status, body }: TestAnswer) => [status, body.code];
const storedKeys = async () =>
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

/** A use case that waits until it is told to go on. */
const held = () => {
  let go = (): void => undefined;
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  return { arrived, go: () => go(), pass: async () => (arrive(), gate) };
};

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
    const [stored] = await storedKeys();
    const record = idempotencyItem.decode(stored!);
    expect(record).toMatchObject({ state: 'in_progress' });
    expect(record.answer).toBeUndefined();
    expect(record.leaseUntil?.epochMilliseconds).toBe(platform.clock.now().epochMilliseconds);
  });
});
