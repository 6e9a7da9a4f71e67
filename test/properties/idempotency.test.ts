import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import type { FaultyTable, TableFault } from '../support/faulty-table.ts';
import { faultyTable } from '../support/faulty-table.ts';
import { call } from '../support/http-call.ts';
import type { ProbeUseCase } from '../support/probe-operation.ts';
import { probeWith, wireProbe } from '../support/probe-operation.ts';
import { unitOfWork } from '../../functions/kernel/persistence/unit-of-work.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const reserved = probeWith({ idempotency: 'reserved' });

/** An outside party that is asked first, and knows what it was asked for by the reserved id. */
const outside = () => {
  const asked = new Set<string>();
  const useCaseOn = (table: TestPlatform['table']): ProbeUseCase => {
    return async ({ context, body }) => {
      const probeId = context.idempotency?.reservedId('crd') ?? 'none';
      asked.add(probeId);
      const answer = { probeId, name: body.name, secret: null };
      return unitOfWork({ ...platform, table }).commit(context, { writes: [], records: [] }, answer);
    };
  };
  return { asked, useCaseOn };
};

const send = async (
  table: TestPlatform['table'],
  useCase: ProbeUseCase,
  request: { tenant: TenantContext; customerId: string; key: string; name?: string },
) => {
  const handler = wireProbe({ ...platform, table }, { declaration: reserved, useCase });
  const { tenant, customerId, key, name = 'Asha' } = request;
  return call(handler, reserved, { as: { tenant }, params: { customerId }, body: { name }, idempotencyKey: key });
};

const given = async () => {
  const tenant = await platform.tenant();
  return { tenant, customerId: platform.ids.next('cus', tenant), key: randomUUID() };
};

const fault = fc.oneof(
  fc.constant(undefined),
  fc.constant<TableFault>({ kind: 'throttled' }),
  fc.constant<TableFault>({ kind: 'conflict', position: 0 }),
  fc.constant<TableFault>({ kind: 'silent before' }),
  fc.constant<TableFault>({ kind: 'silent after' }),
);

describe('A reserved key, whatever the table does', () => {
  it('I3 I4 I5 asks the outside for one thing only, and ends with one answer', async () => {
    const property = fc.asyncProperty(fc.array(fault, { minLength: 1, maxLength: 14 }), async (planned) => {
      const request = await given();
      const { asked, useCaseOn } = outside();
      const table = faultyTable(platform.table, ({ number }) => planned[number]);
      const first = await send(table, useCaseOn(table), request);
      platform.clock.advance({ seconds: 31 });
      const second = await send(platform.table, useCaseOn(platform.table), request);
      const third = await send(platform.table, useCaseOn(platform.table), request);
      expect([201, 503]).toContain(first.status);
      expect([second.status, third.status, third.headers['idempotent-replayed']]).toEqual([201, 201, 'true']);
      expect(third.body).toEqual(second.body);
      expect(asked.size).toBe(1);
      expect(first.status === 201 ? first.body : third.body).toEqual(third.body);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('I4 refuses every other body as long as the key is kept', async () => {
    const property = fc.asyncProperty(
      fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '1'), minLength: 1, maxLength: 20 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '1'), minLength: 1, maxLength: 20 }),
      async (name, other) => {
        fc.pre(name !== other);
        const request = await given();
        const { useCaseOn } = outside();
        await send(platform.table, useCaseOn(platform.table), { ...request, name });
        const { status, body } = await send(platform.table, useCaseOn(platform.table), { ...request, name: other });
        expect([status, body.code]).toEqual([422, 'idempotency_key_reused']);
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });
});

const crash = (position: number, kind: 'crash before' | 'crash after'): FaultyTable =>
  faultyTable(platform.table, ({ number }) => (number === position ? { kind } : undefined));

/** Look-up of the key, reservation, clock, transaction. */
const awaits = ['get', 'write', 'get', 'write'];

describe('A reserved key in a process that dies', () => {
  it('awaits the table four times', async () => {
    const table = faultyTable(platform.table, () => undefined);
    await send(table, outside().useCaseOn(table), await given());
    expect(table.calls.map(({ kind }) => kind)).toEqual(awaits);
  });

  it.each(awaits.flatMap((_, at) => [[at, 'crash before'] as const, [at, 'crash after'] as const]))(
    'I3 I5 await %i, %s: once the lease is over, a repeat names the same thing',
    async (position, kind) => {
      const request = await given();
      const { asked, useCaseOn } = outside();
      const table = crash(position, kind);
      void send(table, useCaseOn(table), request);
      await table.crashed;
      platform.clock.advance({ seconds: 31 });
      const repeat = await send(platform.table, useCaseOn(platform.table), request);
      expect([repeat.status, repeat.body.probeId, asked.size]).toEqual([201, [...asked][0], 1]);
    },
  );
});
