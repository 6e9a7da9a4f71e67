import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getProgramControls } from '../../../../functions/cards/get-program-controls/declaration.ts';
import { wire as wireGet } from '../../../../functions/cards/get-program-controls/handler.ts';
import { setProgramControls } from '../../../../functions/cards/set-program-controls/declaration.ts';
import { wire } from '../../../../functions/cards/set-program-controls/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { dynamoProgramDirectory } from '../../../../functions/tenants/infrastructure/dynamo-program-directory.ts';
import { updateTenant } from '../../../../functions/tenants/update-tenant/declaration.ts';
import { wire as wireUpdate } from '../../../../functions/tenants/update-tenant/handler.ts';
import type { Tenant } from '../../../../functions/tenants/domain/tenant.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { recordsOf } from '../given-cards.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
let stored: Tenant;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
});
afterAll(() => platform.stop());
beforeEach(async () => {
  ({ tenant, stored } = await givenProgram(platform));
});

const open = { pos: true, ecom: true, atm: true, contactless: true, international: true };
const atHome = { ...open, international: false };
const daily = { per: 'day', amount: { amount: 9_900, currency: 'INR' }, timeZone: 'UTC' } as const;
const admin = { staff: 'Admin', of: 'platform' } as const;

const put = (body: object, options: Partial<Parameters<typeof call>[2]> = {}) =>
  call(handler, setProgramControls, { as: admin, params: { programId: stored.program.programId }, body, ...options });

const get = () =>
  call(wireGet(platform), getProgramControls, {
    as: { staff: 'Employee', of: tenant },
    params: { programId: stored.program.programId },
    idempotencyKey: null,
  });

const rules = async () => (await dynamoProgramDirectory(platform.table).find(tenant)).rules;

const changes = async () =>
  (await recordsOf(platform, tenant.tenantId)).filter(({ type }) => type === 'program.controls_changed');

describe('setProgramControls', () => {
  itRefusesBadRequests({
    declaration: setProgramControls,
    handler: () => handler,
    valid: async () => ({
      as: admin,
      params: { programId: stored.program.programId },
      body: { channels: atHome, limits: [daily], mcc: { block: ['7995'] } },
    }),
    required: ['channels'],
    malformed: { channels: { ...open, ecom: 'yes' }, limits: [{ per: 'year' }], mcc: { allow: ['799'] } },
  });

  it('M-09 replaces what all cards of the program may be used for', async () => {
    const body = { channels: atHome, limits: [daily], mcc: { block: ['7995'] } };
    const answer = await put(body);
    expect([answer.status, answer.body]).toEqual([200, body]);
    expect((await get()).body).toEqual(body);
    expect(await rules()).toEqual({
      version: 1,
      limits: [{ per: 'day', max: 9_900n, zone: 'UTC' }],
      mcc: { block: ['7995'] },
      off: ['international'],
    });
  });

  it('a change of settings leaves them alone', async () => {
    await put({ channels: atHome });
    const { status } = await call(wireUpdate(platform), updateTenant, {
      as: admin,
      params: { tenantId: tenant.tenantId },
      body: { name: 'Company Y' },
    });
    expect(status).toBe(200);
    expect((await rules())?.off).toEqual(['international']);
  });

  it('leaves nothing to weigh once everything is allowed again', async () => {
    await put({ channels: atHome });
    await put({ channels: open });
    expect(await rules()).toBeUndefined();
  });

  it('records each change with what was before, and the same again not at all', async () => {
    await put({ channels: atHome });
    await put({ channels: atHome, limits: [] });
    const records = await changes();
    expect(records).toHaveLength(1);
    expect(JSON.parse(String(records[0]?.['data']))).toEqual({
      programId: stored.program.programId,
      controls: { channels: atHome, limits: [], mcc: {} },
    });
    expect(JSON.parse(String(records[0]?.['previous']))).toEqual({
      controls: { channels: open, limits: [], mcc: {} },
    });
  });

  it('I20 answers a repeat with the first answer', async () => {
    const idempotencyKey = 'program-once';
    const first = await put({ channels: atHome }, { idempotencyKey });
    await put({ channels: open });
    const repeat = await put({ channels: atHome }, { idempotencyKey });
    expect([repeat.status, repeat.body]).toEqual([200, first.body]);
    expect(await rules()).toBeUndefined();
  });

  it('refuses all but one of several changes that were decided on the same version', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map((count) => put({ channels: open, limits: [{ per: 'day', count }] })),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done.length + answers.filter(({ body }) => body.code === 'concurrent_change').length).toBe(3);
    expect(await changes()).toHaveLength(done.length);
    expect((await rules())?.version).toBe(done.length);
  });

  it('refuses limits in another currency than the program’s: 422 currency_mismatch', async () => {
    const refused = await put({ channels: open, limits: [{ ...daily, amount: { amount: 1, currency: 'USD' } }] });
    expect([refused.status, refused.body.code]).toEqual([422, 'currency_mismatch']);
  });

  it('AN-77 is for Admin and Manager; an Employee only reads', async () => {
    expect((await put({ channels: atHome }, { as: { staff: 'Manager', of: tenant } })).status).toBe(200);
    const refused = await put({ channels: open }, { as: { staff: 'Employee', of: tenant } });
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden_role']);
    expect((await get()).status).toBe(200);
  });

  it('I9 a program of another tenant answers its staff like an unknown one: 404 program_not_found', async () => {
    const other = (await givenProgram(platform)).tenant;
    const body = { channels: atHome };
    const answers = [
      await put(body, { as: { staff: 'Admin', of: other } }),
      await put(body, { params: { programId: platform.ids.next('prg', tenant) } }),
      await put(body, { params: { programId: 'prg_../T#x' } }),
    ];
    for (const { status, body: problem } of answers) {
      expect([status, problem.code, problem.detail]).toEqual([404, 'program_not_found', answers[0]?.body.detail]);
    }
    expect(await rules()).toBeUndefined();
  });
});
