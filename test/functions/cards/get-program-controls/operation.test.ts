import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getProgramControls } from '../../../../functions/cards/get-program-controls/declaration.ts';
import { wire } from '../../../../functions/cards/get-program-controls/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let known: Awaited<ReturnType<typeof givenProgram>>;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  known = await givenProgram(platform);
});
afterAll(() => platform.stop());

const get = (programId: string, of = known.tenant) =>
  call(handler, getProgramControls, { as: { staff: 'Employee', of }, params: { programId }, idempotencyKey: null });

describe('getProgramControls', () => {
  itRefusesBadRequests({
    declaration: getProgramControls,
    handler: () => handler,
    valid: async () => ({
      as: { staff: 'Admin', of: 'platform' },
      params: { programId: known.stored.program.programId },
    }),
  });

  it('M-09 shows that nothing is refused until somebody sets them', async () => {
    const { status, body } = await get(known.stored.program.programId);
    expect([status, body]).toEqual([
      200,
      {
        channels: { pos: true, ecom: true, atm: true, contactless: true, international: true },
        limits: [],
        mcc: {},
      },
    ]);
  });

  it('I9 answers a program of another tenant and an unknown id alike: 404 program_not_found', async () => {
    const other = (await givenProgram(platform)).tenant;
    for (const { status, body } of [
      await get(known.stored.program.programId, other),
      await get(platform.ids.next('prg', known.tenant)),
    ]) {
      expect([status, body.code]).toEqual([404, 'program_not_found']);
    }
  });
});
