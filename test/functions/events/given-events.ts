import { randomUUID } from 'node:crypto';
import { recordIntent } from '../../../functions/kernel/events/record-item.ts';
import type { OperationContext } from '../../../functions/kernel/operation/context.ts';
import type { Item } from '../../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

/** What a record is about, in a test. */
export interface GivenEvent {
  readonly type: string;
  readonly resourceId: string;
  readonly sequence: number;
}

export const contextOf = (platform: TestPlatform, tenant: TenantContext): OperationContext => ({
  tenant,
  caller: { kind: 'system', operation: 'test' },
  surface: 'system',
  requestId: 'req_test',
  clock: platform.clock,
  log: platform.log,
  idempotency: undefined,
});

/** The item of a record as a transaction writes it; not stored. */
export const recordItemOf = (platform: TestPlatform, tenant: TenantContext, event: GivenEvent): Item => {
  const [noun = ''] = event.type.split('.');
  const draft = {
    resource: { type: noun, id: event.resourceId },
    partition: `T#${tenant.tenantId}#${noun}#${event.resourceId}`,
    sequence: event.sequence,
    type: event.type,
    data: { id: event.resourceId },
    previous: { status: 'before' },
  };
  const identity = { eventId: platform.ids.next('evt', tenant), commitId: platform.ids.nextGlobal('req') };
  const { write } = recordIntent(contextOf(platform, tenant), draft, identity);
  if (write.kind !== 'put') throw new Error('a record is put');
  return write.item;
};

const transactionLimit = 100;

/** Stores records and answers their event ids, oldest first. */
export const storeEvents = async (
  platform: TestPlatform,
  tenant: TenantContext,
  events: readonly GivenEvent[],
): Promise<readonly string[]> => {
  const items = events.map((event) => recordItemOf(platform, tenant, event));
  for (let start = 0; start < items.length; start += transactionLimit) {
    const writes = items.slice(start, start + transactionLimit).map((item) => ({ kind: 'put' as const, item }));
    await platform.table.transact(writes, randomUUID());
  }
  return items.map((item) => String(item['eventId']));
};
