import { marshall } from '@aws-sdk/util-dynamodb';
import type { Temporal } from 'temporal-polyfill';
import { idGenerator } from '../functions/kernel/ids/ids.ts';
import type { OperationContext } from '../functions/kernel/operation/context.ts';
import { dynamoTable } from '../functions/kernel/persistence/dynamo-table.ts';
import type { Item } from '../functions/kernel/persistence/table.ts';
import { unitOfWork } from '../functions/kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../functions/kernel/persistence/write-intent.ts';
import { systemRandom } from '../functions/kernel/platform/system-random.ts';
import type { TenantContext } from '../functions/kernel/tenancy/tenant-context.ts';
import { tenantContext } from '../functions/kernel/tenancy/tenant-context.ts';
import { systemClock } from '../functions/kernel/time/clock.ts';
import { scheduleTimer } from '../functions/kernel/timers/timer-intents.ts';
import { dynamoTimerStore } from '../functions/timers/infrastructure/dynamo-timer-store.ts';
import { fire } from '../functions/timers/firing.ts';
import { localLog } from '../local/log.ts';
import { tableNames } from '../local/realms.ts';
import type { Image } from '../local/seeded-table.ts';
import type { CountedClient } from '../local/table-client.ts';
import { countedClient } from '../local/table-client.ts';
import type { Benchmark, Findings } from './benchmark.ts';
import { onStage } from './decision-stage.ts';

/** Of many tenants, and as many again of one. */
const open = 100_000;
const tenants = 500;
const due = 1_000;

const tenantNumber = (number: number): TenantContext =>
  tenantContext({ tenantId: `ten_bench${number}`, tag: 'bench', sandbox: true });

const contextOf = (tenant: TenantContext): OperationContext => ({
  tenant,
  ...{ caller: { kind: 'system', operation: 'bench' }, surface: 'system', requestId: 'req_bench' },
  ...{ clock: systemClock, log: localLog(systemClock).log, idempotency: undefined },
});

const timerIn = (tenant: TenantContext, key: string, dueAt: Temporal.Instant): WriteIntent =>
  scheduleTimer(contextOf(tenant), { operation: 'submitDebit', key, dueAt, payload: { debitId: key } });

const timerItemOf = (tenant: TenantContext, key: string, dueAt: Temporal.Instant): Item => {
  const { write } = timerIn(tenant, key, dueAt);
  if (write.kind !== 'put') throw new Error('a timer is set by a put');
  return write.item;
};

/** Due in a month or later, a second apart. */
function* openTimers(tenant: TenantContext, count: number): Generator<Image> {
  const dueAt = systemClock.now().add({ hours: 24 * 30 });
  for (let number = 0; number < count; number += 1) {
    yield marshall(timerItemOf(tenant, `dbt_${number}`, dueAt.add({ seconds: number })));
  }
}

/** The same timer of another tenant: to make each anew would take most of the benchmark's time. */
const ofTenant = (timer: Image, from: TenantContext, to: TenantContext): Image =>
  Object.fromEntries(
    Object.entries(timer).map(([name, value]) => [
      name,
      value.S === undefined ? value : { S: value.S.replace(from.tenantId, to.tenantId) },
    ]),
  );

/** Due an hour ago and since, in no order. */
function* dueTimers(tenant: TenantContext): Generator<Image> {
  const start = systemClock.now().subtract({ hours: 1 });
  for (let number = 0; number < due; number += 1) {
    const place = (number * 617) % due;
    yield marshall(timerItemOf(tenant, `dbt_due${place}`, start.add({ seconds: place })));
  }
}

/** What one more timer costs, with the transaction that it belongs to. */
const oneMore = async (counted: CountedClient, tenant: TenantContext, key: string) => {
  const table = dynamoTable(counted.client, tableNames.platform, systemClock);
  const deps = { table, random: systemRandom, ids: idGenerator(systemClock, systemRandom) };
  const before = counted.counts();
  const intent = timerIn(tenant, key, systemClock.now().add({ hours: 24 }));
  await unitOfWork(deps).commit(contextOf(tenant), { writes: [intent], records: [] }, undefined);
  const after = counted.counts();
  return { requests: after.requests - before.requests, units: after.writeUnits - before.writeUnits };
};

/** Fires what is due, one after the other, as `advanceClock` does. @returns how many came out of order */
const fireBatch = async (
  counted: CountedClient,
  tenant: TenantContext,
): Promise<{ requests: number; disorder: number }> => {
  const timers = dynamoTimerStore(dynamoTable(counted.client, tableNames.platform, systemClock));
  const fired: string[] = [];
  const operations = {
    invoke: async (_operationId: string, event: unknown): Promise<undefined> => {
      fired.push(JSON.stringify(event));
      return undefined;
    },
  };
  const before = counted.counts().requests;
  for (;;) {
    const [timer] = await timers.dueBefore(tenant, systemClock.now(), 1);
    if (timer === undefined) break;
    await fire({ timers, operations }, tenant, timer);
  }
  const disorder = fired.filter((event, place) => !event.includes(`"dbt_due${place}"`)).length + (due - fired.length);
  return { requests: (counted.counts().requests - before) / due, disorder };
};

const beside = <Value>(items: Iterable<Image>, work: (counted: CountedClient) => Promise<Value>): Promise<Value> =>
  onStage(items, async (endpoint) => {
    const counted = countedClient(endpoint);
    try {
      return await work(counted);
    } finally {
      counted.client.destroy();
    }
  });

const oneOfMany = (number: number): TenantContext => tenantNumber(number % tenants);
const large = tenantNumber(tenants);

/** A table as it may stand after years. */
function* fullTable(): Generator<Image> {
  let number = 0;
  for (const timer of openTimers(large, open)) {
    yield timer;
    yield ofTenant(timer, large, oneOfMany(number));
    number += 1;
  }
  yield* dueTimers(large);
}

const measure = async (): Promise<Findings> => {
  const few = await beside(openTimers(oneOfMany(0), 10), (counted) => oneMore(counted, oneOfMany(0), 'dbt_one'));
  const { many, ofOne, batch } = await beside(fullTable(), async (counted) => ({
    many: await oneMore(counted, oneOfMany(0), 'dbt_one'),
    ofOne: await oneMore(counted, large, 'dbt_one'),
    batch: await fireBatch(counted, large),
  }));
  return {
    figures: {
      'timer beside 10: table requests': few.requests,
      'timer beside 10: write units': few.units,
      'timer beside 100,000: table requests': many.requests,
      'timer beside 100,000: write units': many.units,
      'timer beside 100,000 of its tenant: table requests': ofOne.requests,
      'timer beside 100,000 of its tenant: write units': ofOne.units,
      'due batch of 1,000: fired out of order': batch.disorder,
      'due batch of 1,000: table requests for each': Math.ceil(batch.requests),
    },
    lines: [
      `${open} open timers of ${tenants} tenants and as many of one, whose batch of ${due}, stored in no order, fires by due times`,
    ],
  };
};

/** What open timers cost those that come after them. */
export const timers: Benchmark = {
  name: 'timers',
  title: 'Open timers: one more costs the same beside 10 and beside 100,000, and what is due fires in order',
  run: measure,
};
