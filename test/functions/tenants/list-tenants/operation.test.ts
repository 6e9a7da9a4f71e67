import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { listTenants } from '../../../../functions/tenants/list-tenants/declaration.ts';
import { wire } from '../../../../functions/tenants/list-tenants/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let made: string[];
const operator = { staff: 'Employee', of: 'platform' } as const;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  made = [];
  for (let count = 0; count < 5; count += 1) {
    platform.clock.advance({ seconds: 1 });
    made.unshift((await givenProgram(platform)).tenant.tenantId);
  }
});
afterAll(() => platform.stop());

const page = (query: Record<string, string>) => call(handler, listTenants, { as: operator, query });
const idsOf = (body: { data: { tenantId: string }[] }) => body.data.map(({ tenantId }) => tenantId);

describe('listTenants', () => {
  itRefusesBadRequests({ declaration: listTenants, handler: () => handler, valid: async () => ({ as: operator }) });

  it('M-01 shows operators every tenant, newest first, page by page', async () => {
    const first = await page({ limit: '2' });
    const second = await page({ limit: '2', cursor: first.body.nextCursor });
    const third = await page({ limit: '2', cursor: second.body.nextCursor });
    expect([...idsOf(first.body), ...idsOf(second.body), ...idsOf(third.body)]).toEqual(made);
    expect(third.body.nextCursor).toBeNull();
  });

  it('AN-14 shows tenant staff their own tenant and no other', async () => {
    const { tenant } = await givenProgram(platform);
    const { body } = await call(handler, listTenants, { as: { staff: 'Admin', of: tenant } });
    expect(idsOf(body)).toEqual([tenant.tenantId]);
    expect(body.nextCursor).toBeNull();
  });

  it("AN-14 refuses an operator's cursor, and any other, from tenant staff", async () => {
    const { tenant } = await givenProgram(platform);
    const { body } = await page({ limit: '2' });
    for (const cursor of [String(body.nextCursor), 'made-up']) {
      const answer = await call(handler, listTenants, { as: { staff: 'Admin', of: tenant }, query: { cursor } });
      expect([answer.status, answer.body.code]).toEqual([400, 'cursor_invalid']);
    }
  });

  it('refuses a cursor that was changed', async () => {
    const { body } = await page({ limit: '2' });
    const cursor = String(body.nextCursor);
    const changed = await page({ limit: '2', cursor: `${cursor.startsWith('e') ? 'f' : 'e'}${cursor.slice(1)}` });
    expect([changed.status, changed.body.code]).toEqual([400, 'cursor_invalid']);
  });

  it.each(['0', '101', 'ten'])('refuses the limit %s', async (limit) => {
    const { status, body } = await page({ limit });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });

  it('tells no hash and no gateway key', async () => {
    const { body } = await page({});
    expect(JSON.stringify(body)).not.toMatch(/usage|hash/);
  });
});
