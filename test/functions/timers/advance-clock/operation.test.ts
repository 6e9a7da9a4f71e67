import type { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { httpOperation } from '../../../../functions/kernel/operation/http-operation.ts';
import { unitOfWork } from '../../../../functions/kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { shiftedClock } from '../../../../functions/kernel/time/clock.ts';
import { readOffset } from '../../../../functions/kernel/time/tenant-clock.ts';
import { scheduleTimer } from '../../../../functions/kernel/timers/timer-intents.ts';
import { advanceClock as declaration } from '../../../../functions/timers/advance-clock/declaration.ts';
import { advanceClock } from '../../../../functions/timers/advance-clock/operation.ts';
import { dynamoBusinessClock } from '../../../../functions/timers/infrastructure/dynamo-business-clock.ts';
import { dynamoTimerStore } from '../../../../functions/timers/infrastructure/dynamo-timer-store.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
const twinOffsets: number[] = [];
let twinAnswers = true;
let failing = (): boolean => false;
/** How long each timer's operation takes. */
let seconds = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
  const twin = {
    setClockOffset: async (_: TenantContext, offset: number) => {
      if (!twinAnswers) throw new TemporarilyUnavailable();
      twinOffsets.push(offset);
    },
  };
  handler = httpOperation(
    declaration,
    platform,
    advanceClock({
      timers: dynamoTimerStore(platform.table),
      operations: {
        invoke: async (operationId, payload) => {
          if (failing()) throw new TemporarilyUnavailable();
          platform.clock.advance({ seconds });
          return platform.operations.invoke(operationId, payload);
        },
      },
      businessClock: dynamoBusinessClock(platform.table, twin),
      commotion: { settle: async () => true },
      unitOfWork: unitOfWork(platform),
      clock: platform.clock,
    }),
  );
});
afterAll(() => platform.stop());

const setTimer = async (tenant: TenantContext, operation: string, after: Temporal.DurationLike): Promise<string> => {
  const clock = shiftedClock(platform.clock, await readOffset(platform.table, tenant));
  const dueAt = clock.now().add(after);
  const { write } = scheduleTimer(
    { tenant, clock },
    { operation, key: `${operation}-1`, dueAt, payload: { of: operation } },
  );
  await platform.table.transact([write], operation.padEnd(8, '0'));
  return dueAt.toString({ smallestUnit: 'millisecond' });
};

describe('advanceClock', () => {
  itRefusesBadRequests({
    declaration,
    handler: () => handler,
    valid: async () => ({ as: { tenant: await platform.tenant() }, body: { by: 'PT1H' } }),
  });

  it('SH-34 runs what falls due on the way, in order, each at its own instant', async () => {
    const tenant = await platform.tenant();
    const late = await setTimer(tenant, 'secondThing', { hours: 30 });
    const early = await setTimer(tenant, 'firstThing', { hours: 24 });
    await setTimer(tenant, 'tooLate', { hours: 60 });
    const before = platform.sent.invoked.length;
    const { status, body } = await call(handler, declaration, { as: { tenant }, body: { by: 'PT48H' } });
    expect(status).toBe(200);
    expect(body.complete).toBe(true);
    expect(body.happened).toEqual([
      { at: early, operation: 'firstThing', resource: 'firstThing-1' },
      { at: late, operation: 'secondThing', resource: 'secondThing-1' },
    ]);
    expect(platform.sent.invoked.slice(before).map(({ operationId }) => operationId)).toEqual([
      'firstThing',
      'secondThing',
    ]);
    expect(body.now).toBe(platform.clock.now().add({ hours: 48 }).toString({ smallestUnit: 'millisecond' }));
  });

  it('fires once more what failed in passing, and tells of what fails twice', async () => {
    const tenant = await platform.tenant();
    await setTimer(tenant, 'failsOnce', { minutes: 1 });
    let failures = 1;
    failing = () => {
      failures -= 1;
      return failures >= 0;
    };
    const advance = () => call(handler, declaration, { as: { tenant }, body: { by: 'PT2M' } });
    expect((await advance()).body).toMatchObject({ happened: [{ operation: 'failsOnce' }], complete: true });
    await setTimer(tenant, 'failsTwice', { minutes: 1 });
    failures = 2;
    expect((await advance()).status).toBe(503);
    failing = () => false;
  });

  it.each([
    [6, 4, 'is over after 24 s, since a fifth would end at 30'],
    [1, 25, 'goes on for 25 s'],
    [14, 1, 'ends early when the next would come too late'],
  ])('SH-34 with steps of %d s %d are taken: it %s; what is left is taken by the next call', async (each, most) => {
    const tenant = await platform.tenant();
    const names = Array.from({ length: 27 }, (_, at) => `thing${each}Number${String(at).padStart(2, '0')}`);
    for (const [at, name] of names.entries()) await setTimer(tenant, name, { hours: at + 1 });
    const to = platform.clock.now().add({ hours: 100 }).toString();
    const advance = () => call(handler, declaration, { as: { tenant }, body: { to } });
    const startedAt = platform.clock.now();
    seconds = each;
    const first = await advance();
    seconds = 0;
    expect(platform.clock.now().since(startedAt).total('seconds')).toBeLessThanOrEqual(26);
    expect([first.status, first.body.complete, first.body.happened.length]).toEqual([200, false, most]);
    const rest = await advance();
    const all = names.map((operation) => expect.objectContaining({ operation }) as unknown);
    expect([...first.body.happened, ...rest.body.happened]).toEqual(all);
    expect(rest.body.complete).toBe(true);
  });

  it('sets the twin to every instant it stops at', async () => {
    const tenant = await platform.tenant();
    await setTimer(tenant, 'twinThing', { hours: 1 });
    twinOffsets.length = 0;
    await call(handler, declaration, { as: { tenant }, body: { by: 'PT2H' } });
    expect(twinOffsets).toEqual([3_600, 7_200]);
  });

  it('leaves the clock where it was when the twin does not answer, so that the call may be repeated', async () => {
    const tenant = await platform.tenant();
    twinAnswers = false;
    const failed = await call(handler, declaration, { as: { tenant }, body: { by: 'PT1H' } });
    twinAnswers = true;
    expect([failed.status, failed.body.code]).toEqual([503, 'temporarily_unavailable']);
    expect(await readOffset(platform.table, tenant)).toBe(0);
    const repeated = await call(handler, declaration, { as: { tenant }, body: { by: 'PT1H' } });
    expect(repeated.status).toBe(200);
  });

  it('moves the real time of what is left by as much as the clock', async () => {
    const tenant = await platform.tenant();
    await setTimer(tenant, 'leftOver', { hours: 10 });
    await call(handler, declaration, { as: { tenant }, body: { by: 'PT4H' } });
    const timer = await dynamoTimerStore(platform.table).find(tenant, { operation: 'leftOver', key: 'leftOver-1' });
    const inSixHours = platform.clock.now().add({ hours: 6 }).epochMilliseconds / 1000;
    expect(timer?.fireAtEpochSeconds).toBe(inSixHours);
  });

  it('never turns the clock back', async () => {
    const tenant = await platform.tenant();
    const to = platform.clock.now().subtract({ hours: 1 }).toString();
    const { status, body } = await call(handler, declaration, { as: { tenant }, body: { to } });
    expect([status, body.code, body.invalidFields[0].path]).toEqual([400, 'validation_failed', 'to']);
  });

  it('leaves the clock of another tenant alone', async () => {
    const [tenant, other] = [await platform.tenant(), await platform.tenant()];
    await call(handler, declaration, { as: { tenant }, body: { by: 'P1D' } });
    expect(await readOffset(platform.table, other)).toBe(0);
  });

  it('refuses tenants outside the sandbox', async () => {
    const tenant = await platform.tenant({ sandbox: false });
    const { status, body } = await call(handler, declaration, { as: { tenant }, body: { by: 'P1D' } });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });
});
