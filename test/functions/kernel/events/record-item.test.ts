import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventEnvelopeSchema } from '../../../../functions/kernel/events/envelope.ts';
import {
  envelopeOf,
  eventLogPartition,
  recordIntent,
  recordItem,
} from '../../../../functions/kernel/events/record-item.ts';
import type { Caller, OperationContext } from '../../../../functions/kernel/operation/context.ts';
import type { Item } from '../../../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const itemOf = (caller: Caller, sequence = 3): Item => {
  const context: OperationContext = {
    tenant,
    caller,
    surface: 'system',
    requestId: 'req_1',
    clock: platform.clock,
    log: platform.log,
    idempotency: undefined,
  };
  const draft = {
    resource: { type: 'card', id: 'crd_1' },
    partition: 'T#ten_1#CARD#crd_1',
    sequence,
    type: 'card.frozen',
    data: { status: 'frozen' },
    previous: { status: 'active' },
  };
  const { write } = recordIntent(context, draft, { eventId: 'evt_1', commitId: 'c1' });
  return write.kind === 'put' ? write.item : {};
};

describe('A record', () => {
  it.each([
    [{ kind: 'tenant', keyId: 'key_1' }, 'tenant:key_1'],
    [{ kind: 'customer', customerId: 'cus_1', installationId: 'ins_1' }, 'customer:cus_1'],
    [{ kind: 'staff', subject: 's1', role: 'Admin', staffOf: 'platform' }, 'staff:Admin:s1'],
    [{ kind: 'system', operation: 'fireTimer' }, 'system:fireTimer'],
  ] as const)('names its actor: %o', (caller, actor) => {
    expect(itemOf(caller)).toMatchObject({ actor, requestId: 'req_1' });
  });

  it("stands in the resource's partition by its version, and in the tenant's event log by its id", () => {
    expect(itemOf({ kind: 'system', operation: 'x' })).toMatchObject({
      item: 'record',
      pk: 'T#ten_1#CARD#crd_1',
      sk: 'RECORD#0000000003',
      gsi1pk: eventLogPartition(tenant),
      gsi1sk: 'evt_1',
    });
  });

  it('sorts by version beyond nine', () => {
    const [ninth, tenth] = [9, 10].map((sequence) =>
      String(itemOf({ kind: 'system', operation: 'x' }, sequence)['sk']),
    );
    expect(ninth! < tenth!).toBe(true);
  });

  it('becomes an event without actor and request', () => {
    const envelope = envelopeOf(recordItem.decode(itemOf({ kind: 'tenant', keyId: 'key_1' })));
    expect(eventEnvelopeSchema.parse(envelope)).toEqual({
      id: 'evt_1',
      type: 'card.frozen',
      createdAt: '2026-11-21T06:30:00.000Z',
      tenantId: tenant.tenantId,
      sequence: 3,
      resource: { type: 'card', id: 'crd_1' },
      data: { status: 'frozen' },
      previous: { status: 'active' },
    });
  });
});
