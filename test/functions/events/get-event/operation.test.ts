import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getEvent } from '../../../../functions/events/get-event/declaration.ts';
import { wire } from '../../../../functions/events/get-event/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { storeEvents } from '../given-events.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
let eventId: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  tenant = await platform.tenant();
  [eventId = ''] = await storeEvents(platform, tenant, [{ type: 'card.locked', resourceId: 'crd_1', sequence: 4 }]);
});
afterAll(() => platform.stop());

describe('getEvent', () => {
  itRefusesBadRequests({
    declaration: getEvent,
    handler: () => handler,
    valid: async () => ({ as: { tenant }, params: { eventId } }),
  });

  it('answers the envelope, and nothing of who did it', async () => {
    const { status, body } = await call(handler, getEvent, { as: { tenant }, params: { eventId } });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: eventId,
      type: 'card.locked',
      createdAt: '2026-11-21T06:30:00.000Z',
      tenantId: tenant.tenantId,
      sequence: 4,
      resource: { type: 'card', id: 'crd_1' },
      data: { id: 'crd_1' },
      previous: { status: 'before' },
    });
  });

  it('M-33 hides another tenant’s event, like an unknown one', async () => {
    const other = await platform.tenant();
    const [foreign = ''] = await storeEvents(platform, other, [
      { type: 'card.locked', resourceId: 'crd_2', sequence: 1 },
    ]);
    for (const id of [foreign, platform.ids.next('evt', tenant), 'evt_1', `crd_${eventId.slice(4)}`]) {
      const { status, body } = await call(handler, getEvent, { as: { tenant }, params: { eventId: id } });
      expect([status, body.code]).toEqual([404, 'event_not_found']);
    }
  });
});
