import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
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
import { loadBlueprint } from '../local/synthesis/synthesize.ts';
import type { CountedClient } from '../local/table-client.ts';
import { countedClient, createTable } from '../local/table-client.ts';
import { startTableServer } from '../local/table-server.ts';
import type { Benchmark, Findings } from './benchmark.ts';

/** Not 100,000: the embedded engine takes two milliseconds for each, which would be minutes of every run. */
const open = 10_000;
/** The embedded engine takes longer for each row of a partition the longer that is: many tenants, as in life. */
const perTenant = 200;
const due = 1_000;
const writers = 8;

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

const put = (item: Item) => ({ PutRequest: { Item: marshall(item) } });

const putAll = (client: CountedClient['client'], items: readonly Item[]) =>
  client.send(new BatchWriteItemCommand({ RequestItems: { [tableNames.platform]: items.map(put) } }));

/** Fills the table as it stands after a year, without the stream's work. */
const fill = async ({ client }: CountedClient, from: number, to: number): Promise<void> => {
  const dueAt = systemClock.now().add({ hours: 24 * 30 });
  let next = from;
  const write = async (): Promise<void> => {
    while (next < to) {
      const first = next;
      next += 25;
      const items = Array.from({ length: Math.min(25, to - first) }, (_, place) => {
        const number = first + place;
        const tenant = tenantNumber(Math.floor(number / perTenant));
        return timerItemOf(tenant, `dbt_${number}`, dueAt.add({ seconds: number }));
      });
      await putAll(client, items);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
};

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
const fireBatch = async (counted: CountedClient): Promise<{ requests: number; disorder: number }> => {
  const tenant = tenantContext({ tenantId: 'ten_batch', tag: 'bench', sandbox: true });
  const timers = dynamoTimerStore(dynamoTable(counted.client, tableNames.platform, systemClock));
  const start = systemClock.now().subtract({ hours: 1 });
  for (let number = 0; number < due; number += 25) {
    const places = Array.from({ length: 25 }, (_, step) => ((number + step) * 617) % due);
    const items = places.map((place) => timerItemOf(tenant, `dbt_${place}`, start.add({ seconds: place })));
    await putAll(counted.client, items);
  }
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
  const disorder = fired.filter((event, place) => !event.includes(`"dbt_${place}"`)).length + (due - fired.length);
  return { requests: (counted.counts().requests - before) / due, disorder };
};

const measure = async (counted: CountedClient): Promise<Findings> => {
  await fill(counted, 0, 10);
  const few = await oneMore(counted, tenantNumber(0), 'dbt_one');
  await fill(counted, 10, open);
  const many = await oneMore(counted, tenantNumber(1), 'dbt_two');
  const batch = await fireBatch(counted);
  return {
    figures: {
      'timer beside 10: table requests': few.requests,
      'timer beside 10: write units': few.units,
      'timer beside 10,000: table requests': many.requests,
      'timer beside 10,000: write units': many.units,
      'due batch of 1,000: fired out of order': batch.disorder,
      'due batch of 1,000: table requests for each': Math.ceil(batch.requests),
    },
    lines: [
      `${open} open timers of ${open / perTenant} tenants; a batch of ${due} written in no order fires by its due times`,
    ],
  };
};

/** What open timers cost those that come after them. */
export const timers: Benchmark = {
  name: 'timers',
  title: 'Open timers: one more costs the same beside 10 and beside 10,000, and what is due fires in order',
  run: async () => {
    const server = await startTableServer({});
    const counted = countedClient(server.endpoint);
    try {
      await createTable(counted.client, tableNames.platform, (await loadBlueprint()).tables.platform);
      return await measure(counted);
    } finally {
      counted.client.destroy();
      await server.stop();
    }
  },
};
