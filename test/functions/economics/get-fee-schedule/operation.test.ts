import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getFeeSchedule } from '../../../../functions/economics/get-fee-schedule/declaration.ts';
import { wire } from '../../../../functions/economics/get-fee-schedule/handler.ts';
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
  program = await pricedProgram(platform);
});
afterAll(() => platform.stop());

const get = (programId: string, of = program.tenant) =>
  call(wire(platform), getFeeSchedule, { as: { staff: 'Employee', of }, params: { programId }, idempotencyKey: null });

describe('getFeeSchedule', () => {
  itRefusesBadRequests({
    declaration: getFeeSchedule,
    handler: () => wire(platform),
    valid: async () => ({ as: { staff: 'Admin', of: 'platform' }, params: { programId: program.programId } }),
  });

  it('AN-76 shows that nothing is charged until somebody sets a fee', async () => {
    const fresh = await pricedProgram(platform);
    const { status, body } = await get(fresh.programId, fresh.tenant);
    expect([status, body]).toEqual([200, { gatewayLoad: null, version: 0 }]);
  });

  it('AN-74 shows the schedule in force to each role of the tenant', async () => {
    const { body } = await program.set({ gatewayLoad: { basisPoints: 199 } });
    expect((await get(program.programId)).body).toEqual(body);
  });

  it('I9 answers a program of another tenant and an unknown id alike: 404 program_not_found', async () => {
    const other = (await givenProgram(platform)).tenant;
    for (const { status, body } of [
      await get(program.programId, other),
      await get(platform.ids.next('prg', program.tenant)),
    ]) {
      expect([status, body.code]).toEqual([404, 'program_not_found']);
    }
  });
});
