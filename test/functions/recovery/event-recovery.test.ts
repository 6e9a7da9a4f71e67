import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventIntake } from '../../../functions/ingress/event-intake.ts';
import {
  dynamoInboundStates,
  dynamoInboundStore,
} from '../../../functions/ingress/infrastructure/dynamo-inbound-store.ts';
import type { IssuerEventLog, LoggedEvent } from '../../../functions/ingress/ports/issuer-event-log.ts';
import { bindReference, findReferenceOwner } from '../../../functions/kernel/persistence/provider-reference.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import { eventRecovery } from '../../../functions/recovery/event-recovery.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const logged = (type: string, reference: string): LoggedEvent => {
  const recordedAt = platform.clock.now().subtract({ minutes: 10 });
  const body = { type, reference, occurredAt: toTimestamp(recordedAt), data: { status: 'active' } };
  return { eventId: `pev_${randomUUID()}`, recordedAt, raw: Buffer.from(JSON.stringify(body)) };
};

const cardOf = async (tenant: TenantContext): Promise<string> => {
  const reference = `pi_${randomUUID()}`;
  const owner = { tenant, resourceId: platform.ids.next('crd', tenant) };
  await platform.table.transact([bindReference('issuer-card', reference, owner).write], randomUUID());
  return reference;
};

const paged = (pages: readonly (readonly LoggedEvent[])[]): IssuerEventLog => ({
  list: async (_tenant, _since, page = '0') => {
    const [index, next] = [Number(page), Number(page) + 1];
    return { events: pages[index] ?? [], next: next < pages.length ? String(next) : undefined };
  },
});

const recover = async (tenant: TenantContext, log: IssuerEventLog): Promise<readonly string[]> => {
  platform.sent.messages.length = 0;
  const { table, queues, clock, meter } = platform;
  const intake = eventIntake({
    inbound: dynamoInboundStates(table),
    findOwner: (space, reference) => findReferenceOwner(table, space, reference),
    ...{ queues, clock },
  });
  const tenants = { each: (visit: (tenant: TenantContext) => Promise<void>) => visit(tenant) };
  await eventRecovery({ tenants, logs: [log], intake, meter, log: platform.log, clock }, 48)();
  return platform.sent.messages.map(({ body }) => (JSON.parse(body) as { eventId: string }).eventId);
};

describe('event recovery', () => {
  it('I7 reads the log to its end, over pages that hold nothing for it', async () => {
    const tenant = await platform.tenant();
    const [first, last] = [
      logged('card.created', await cardOf(tenant)),
      logged('card.status_changed', await cardOf(tenant)),
    ];
    expect(await recover(tenant, paged([[first], [], [last]]))).toEqual([first.eventId, last.eventId]);
  });

  it("I7 never queues an event that speaks of another tenant's resource, and says so", async () => {
    const [tenant, other] = [await platform.tenant(), await platform.tenant()];
    const foreign = logged('card.status_changed', await cardOf(other));
    expect(await recover(tenant, paged([[foreign]]))).toEqual([]);
    const lines = platform.logLines().filter((line) => line.includes('issuer_event_foreign'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(tenant.tenantId);
    expect(lines[0]).not.toContain(other.tenantId);
  });

  it.each(['applied', 'already', 'not_allowed', 'quarantined'] as const)(
    'I7 does not queue again what is settled as %s',
    async (state) => {
      const tenant = await platform.tenant();
      const event = logged('card.created', await cardOf(tenant));
      const inbound = dynamoInboundStore(platform);
      const facts = { eventId: event.eventId, type: 'card.created', reference: 'r', data: {} };
      await inbound.keep(tenant, { ...facts, occurredAt: toTimestamp(event.recordedAt) }, event.raw);
      expect(await recover(tenant, paged([[event]]))).toEqual([event.eventId]);
      await inbound.settle(tenant, event.eventId, state);
      expect(await recover(tenant, paged([[event]]))).toEqual([]);
    },
  );

  it('I7 queues an event of an unknown type once: it is kept in quarantine without an owner', async () => {
    const tenant = await platform.tenant();
    const event = logged('moon.rose', 'r');
    expect(await recover(tenant, paged([[event]]))).toEqual([event.eventId]);
    const inbound = dynamoInboundStore(platform);
    const facts = { eventId: event.eventId, type: 'moon.rose', reference: 'r', data: {} };
    await inbound.keep(undefined, { ...facts, occurredAt: toTimestamp(event.recordedAt) }, event.raw);
    await inbound.settle(undefined, event.eventId, 'quarantined');
    expect(await recover(tenant, paged([[event]]))).toEqual([]);
  });
});
