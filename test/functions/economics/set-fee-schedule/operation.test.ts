import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getFeeSchedule } from '../../../../functions/economics/get-fee-schedule/declaration.ts';
import { wire as wireGet } from '../../../../functions/economics/get-fee-schedule/handler.ts';
import { setFeeSchedule } from '../../../../functions/economics/set-fee-schedule/declaration.ts';
import { wire } from '../../../../functions/economics/set-fee-schedule/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { PricedProgram } from '../given-fees.ts';
import { pricedProgram } from '../given-fees.ts';

let platform: TestPlatform;
let program: PricedProgram;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());
beforeEach(async () => {
  program = await pricedProgram(platform);
});

const paise = (amount: number, currency = 'INR') => ({ amount, currency });
const both = { gatewayLoad: { fixed: paise(200), basisPoints: 199 } };

const shown = async () =>
  (
    await call(wireGet(platform), getFeeSchedule, {
      as: { staff: 'Employee', of: program.tenant },
      params: { programId: program.programId },
      idempotencyKey: null,
    })
  ).body as unknown;

const changes = async () =>
  (await platform.items('record')).filter(({ pk }) => pk === `T#${program.tenant.tenantId}#FEE_SCHEDULE`);

describe('setFeeSchedule', () => {
  itRefusesBadRequests({
    declaration: setFeeSchedule,
    handler: () => wire(platform),
    valid: async () => ({
      as: { staff: 'Admin', of: 'platform' },
      params: { programId: program.programId },
      body: both,
    }),
    malformed: { gatewayLoad: 'free' },
  });

  it.each([
    ['a fixed part', { fixed: paise(200) }],
    ['a share', { basisPoints: 10_000 }],
    ['both', both.gatewayLoad],
    ['nothing, in words', { fixed: paise(0), basisPoints: 0 }],
  ])('M-19 AN-74 keeps %s, and shows it as it was sent', async (_, gatewayLoad) => {
    const { status, body } = await program.set({ gatewayLoad });
    expect([status, body]).toEqual([200, { gatewayLoad, version: 1 }]);
    expect(await shown()).toEqual(body);
  });

  it('AN-76 takes fees back with null or by leaving them out', async () => {
    await program.set(both);
    expect((await program.set({ gatewayLoad: null })).body).toEqual({ gatewayLoad: null, version: 2 });
    await program.set(both);
    expect((await program.set({})).body).toEqual({ gatewayLoad: null, version: 4 });
    expect(await shown()).toEqual({ gatewayLoad: null, version: 4 });
  });

  it('records each change with what was before, and the same again not at all', async () => {
    await program.set(both);
    await program.set(both);
    await program.set({ gatewayLoad: { basisPoints: 5 } });
    const [first, second, ...more] = await changes();
    expect(more).toEqual([]);
    expect([first?.['type'], first?.['resourceId']]).toEqual(['fee_schedule.set', program.programId]);
    const { programId } = program;
    expect(JSON.parse(String(first?.['data']))).toEqual({ programId, ...both, version: 1 });
    expect(JSON.parse(String(first?.['previous']))).toEqual({ gatewayLoad: null, version: 0 });
    const data = { programId, gatewayLoad: { basisPoints: 5 }, version: 2 };
    expect(JSON.parse(String(second?.['data']))).toEqual(data);
    expect(JSON.parse(String(second?.['previous']))).toEqual({ ...both, version: 1 });
  });

  it.each([
    ['neither part', {}],
    ['a fixed part below zero', { fixed: paise(-1) }],
    ['a broken fixed part', { fixed: paise(1.5) }],
    ['a fixed part above 2^53 - 1', { fixed: paise(Number.MAX_SAFE_INTEGER + 1) }],
    ['a currency nobody knows', { fixed: paise(1, 'ZZZ') }],
    ['a share below zero', { basisPoints: -1 }],
    ['a share above the whole', { basisPoints: 10_001 }],
    ['a broken share', { basisPoints: 0.5 }],
    ['an unknown part', { ...both.gatewayLoad, percent: 1 }],
  ])('refuses %s: 400 validation_failed', async (_, gatewayLoad) => {
    const { status, body } = await program.set({ gatewayLoad });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(await shown()).toEqual({ gatewayLoad: null, version: 0 });
  });

  it.each(['mandateRegistration', 'mandateNotice', 'mandateChange', 'mandateWithdrawal', 'mandateDebit'])(
    'rule 15 has no fee on what customers do with mandates: %s is refused',
    async (trigger) => {
      const { status, body } = await program.set({ ...both, [trigger]: both.gatewayLoad });
      expect([status, body.code]).toEqual([400, 'validation_failed']);
      expect(body.invalidFields).toContainEqual({ path: trigger, message: 'unknown field' });
      expect(await shown()).toEqual({ gatewayLoad: null, version: 0 });
    },
  );

  it('refuses amounts in another currency than the program’s: 422 currency_mismatch', async () => {
    const { status, body } = await program.set({ gatewayLoad: { fixed: paise(1, 'USD') } });
    expect([status, body.code]).toEqual([422, 'currency_mismatch']);
    expect(await changes()).toEqual([]);
  });

  it('I20 answers a repeat with the first answer, and changes nothing', async () => {
    const first = await program.set(both, { idempotencyKey: 'fees-once' });
    await program.set({ gatewayLoad: null });
    const repeat = await program.set(both, { idempotencyKey: 'fees-once' });
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([200, first.body, 'true']);
    expect(await shown()).toEqual({ gatewayLoad: null, version: 2 });
  });

  it.each(['first', 'later'])(
    'lets one of several %s changes of the same version through, and refuses the rest',
    async (which) => {
      if (which === 'later') await program.set({ gatewayLoad: { basisPoints: 9 } });
      const before = (await changes()).length;
      const wishes = [1, 2, 3].map((basisPoints) => program.set({ gatewayLoad: { basisPoints } }));
      const answers = await Promise.all(wishes);
      const done = answers.filter(({ status }) => status === 200);
      const lost = answers.filter(({ body }) => body.code === 'concurrent_change');
      expect(done.length).toBeGreaterThan(0);
      expect(done.length + lost.length).toBe(3);
      expect(await changes()).toHaveLength(before + done.length);
      expect(await shown()).toMatchObject({ version: before + done.length });
    },
  );

  it('AN-77 is for Admin and Manager, of the platform and of the tenant itself', async () => {
    const { tenant } = program;
    expect((await program.set(both, { as: { staff: 'Manager', of: tenant } })).status).toBe(200);
    const refused = await program.set({}, { as: { staff: 'Employee', of: tenant } });
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden_role']);
  });

  it('I9 a program of another tenant answers its staff like an unknown one: 404 program_not_found', async () => {
    const other = (await givenProgram(platform)).tenant;
    const answers = [
      await program.set(both, { as: { staff: 'Admin', of: other } }),
      await program.set(both, { params: { programId: platform.ids.next('prg', program.tenant) } }),
      await program.set(both, { params: { programId: 'prg_../T#x' } }),
    ];
    for (const { status, body } of answers) {
      expect([status, body.code, body.detail]).toEqual([404, 'program_not_found', answers[0]?.body.detail]);
    }
    expect(await changes()).toEqual([]);
  });
});
