import type { Temporal } from 'temporal-polyfill';
import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { toEpochSeconds, toTimestamp } from '../../kernel/time/clock.ts';
import type { HealthLog } from '../ports/health-log.ts';
import { attemptCountItem, healthItem } from './webhook-items.ts';

const dayHours = 24;
const keptHours = 48;

const partition = (tenant: TenantContext, endpointId: string): string =>
  tenantKey(tenant, 'WEBHOOK_HEALTH', endpointId);

const healthKey = (tenant: TenantContext, endpointId: string): Key => ({
  pk: partition(tenant, endpointId),
  sk: 'HEALTH',
});

const hourOf = (at: Temporal.Instant): string =>
  `HOUR#${toTimestamp(at.round({ smallestUnit: 'hour', roundingMode: 'floor' }))}`;

interface Counted {
  readonly tenant: TenantContext;
  readonly endpointId: string;
  readonly at: Temporal.Instant;
}

/** One update without a condition, outside every transaction: many at once add up and none waits. */
const count = async (
  table: Table,
  name: 'succeeded' | 'failed',
  { tenant, endpointId, at }: Counted,
): Promise<void> => {
  await table.write({
    kind: 'update',
    key: { pk: partition(tenant, endpointId), sk: hourOf(at) },
    update: {
      text: 'SET #item = :item, expiresAt = :expiresAt ADD #name :one',
      names: { '#item': 'item', '#name': name },
      values: {
        ':item': attemptCountItem.name,
        ':expiresAt': toEpochSeconds(at.add({ hours: keptHours })),
        ':one': 1,
      },
    },
  });
};

type Failure = Parameters<HealthLog['noteFailure']>[2];

/** Since when it fails is the first failure's to say; a pause may only be prolonged by the newest answer. */
const fail = async (table: Table, key: Key, { at, pausedUntil }: Failure): Promise<void> => {
  const paused = pausedUntil === undefined ? '' : ', pausedUntil = :paused';
  await table.write({
    kind: 'update',
    key,
    update: {
      text: `SET #item = :item, failingSince = if_not_exists(failingSince, :since)${paused}`,
      names: { '#item': 'item' },
      values: {
        ':item': healthItem.name,
        ':since': toTimestamp(at),
        ...(pausedUntil === undefined ? {} : { ':paused': toTimestamp(pausedUntil) }),
      },
    },
  });
};

export const dynamoHealthLog = (table: Table): HealthLog => ({
  read: async (tenant, endpointId) => {
    const item = await table.get(healthKey(tenant, endpointId));
    return item === undefined ? {} : healthItem.decode(item);
  },
  noteSuccess: (tenant, endpointId, at) => count(table, 'succeeded', { tenant, endpointId, at }),
  noteFailure: async (tenant, endpointId, { at, pausedUntil }) => {
    await count(table, 'failed', { tenant, endpointId, at });
    await fail(table, healthKey(tenant, endpointId), { at, pausedUntil });
  },
  noteRecovery: async (tenant, endpointId) => {
    await table.write({ kind: 'delete', key: healthKey(tenant, endpointId) });
  },
  counts: async (tenant, endpointId, now) => {
    const { items } = await table.query({
      pk: partition(tenant, endpointId),
      sk: { between: [hourOf(now.subtract({ hours: dayHours - 1 })), hourOf(now)] },
      limit: dayHours,
    });
    const hours = items.map((item) => attemptCountItem.decode(item));
    return {
      succeeded: hours.reduce((sum, { succeeded = 0 }) => sum + succeeded, 0),
      failed: hours.reduce((sum, { failed = 0 }) => sum + failed, 0),
    };
  },
  forget: (tenant, endpointId) => ({
    label: 'webhook_health',
    write: { kind: 'delete', key: healthKey(tenant, endpointId) },
    refused: () => new ConcurrentChange(endpointId),
  }),
});
