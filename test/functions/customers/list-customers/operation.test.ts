import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCustomers } from '../../../../functions/customers/list-customers/declaration.ts';
import { wire } from '../../../../functions/customers/list-customers/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
let stored: readonly string[];

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  tenant = await platform.tenant();
  const ids: string[] = [];
  for (const _ of [1, 2, 3, 4, 5]) ids.unshift((await storeCustomer(platform, tenant)).customerId);
  stored = ids;
});
afterAll(() => platform.stop());

const list = (query: Record<string, string> = {}, as = tenant) =>
  call(handler, listCustomers, { as: { tenant: as }, query });

const idsIn = (body: { data: { customerId: string }[] }) => body.data.map(({ customerId }) => customerId);

describe('listCustomers', () => {
  itRefusesBadRequests({ declaration: listCustomers, handler: () => handler, valid: async () => ({ as: { tenant } }) });

  it('lists the newest first', async () => {
    const { status, body } = await list();
    expect([status, idsIn(body), body.nextCursor]).toEqual([200, stored, null]);
  });

  it('pages through all of them once', async () => {
    const first = await list({ limit: '2' });
    const second = await list({ limit: '2', cursor: first.body.nextCursor });
    const third = await list({ limit: '2', cursor: second.body.nextCursor });
    expect([first, second, third].flatMap(({ body }) => idsIn(body))).toEqual(stored);
    expect(third.body.nextCursor).toBeNull();
  });

  it.each(['0', '101', 'many'])('refuses the limit %s', async (limit) => {
    const { status, body } = await list({ limit });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });

  it("M-33 shows a tenant nothing of another's, nor takes its cursor", async () => {
    const other = await platform.tenant();
    expect((await list({}, other)).body).toEqual({ data: [], nextCursor: null });
    const { body } = await list({ limit: '2' });
    const stolen = await list({ cursor: body.nextCursor }, other);
    expect([stolen.status, stolen.body.code]).toEqual([400, 'cursor_invalid']);
  });
});
