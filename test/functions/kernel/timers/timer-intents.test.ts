import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationContext } from '../../../../functions/kernel/operation/context.ts';
import { unitOfWork } from '../../../../functions/kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../../../../functions/kernel/persistence/write-intent.ts';
import { shiftedClock } from '../../../../functions/kernel/time/clock.ts';
import { cancelTimer, scheduleTimer } from '../../../../functions/kernel/timers/timer-intents.ts';
import { timerItem, timerKey, timerSortKey, timersPartition } from '../../../../functions/kernel/timers/timer-item.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let context: OperationContext;
const name = { operation: 'expireKycCase', key: 'kyc_1' };
const offsetSeconds = 86_400;

beforeAll(async () => {
  platform = await startTestPlatform();
  context = {
    tenant: await platform.tenant(),
    caller: { kind: 'system', operation: 'test' },
    surface: 'system',
    requestId: 'req_test',
    clock: shiftedClock(platform.clock, offsetSeconds),
    log: platform.log,
    idempotency: undefined,
  };
});
afterAll(() => platform.stop());

const commit = (intent: WriteIntent) =>
  unitOfWork(platform).commit(context, { writes: [intent], records: [] }, undefined);

const stored = async () => {
  const item = await platform.table.get(timerKey(context.tenant, name));
  return item === undefined ? undefined : { ...timerItem.decode(item), gsi1pk: item['gsi1pk'], gsi1sk: item['gsi1sk'] };
};

describe('Timers in a unit of work', () => {
  it('are due in business time and fire in real time', async () => {
    const dueAt = context.clock.now().add({ hours: 1 });
    await commit(scheduleTimer(context, { ...name, dueAt, payload: { caseId: 'kyc_1' } }));
    const timer = await stored();
    expect(timer).toMatchObject({ ...name, payload: '{"caseId":"kyc_1"}', gsi1pk: timersPartition(context.tenant) });
    expect(timer?.dueAt.equals(dueAt)).toBe(true);
    expect(timer?.fireAtEpochSeconds).toBe(platform.clock.now().epochMilliseconds / 1_000 + 3_600);
    expect(timer?.gsi1sk).toBe(timerSortKey({ ...name, dueAt }));
  });

  it('are moved by setting them again, and stand in the list once', async () => {
    const dueAt = context.clock.now().add({ hours: 2 });
    await commit(scheduleTimer(context, { ...name, dueAt, payload: {} }));
    expect((await stored())?.dueAt.equals(dueAt)).toBe(true);
    const { items } = await platform.table.query({ index: 'gsi1', pk: timersPartition(context.tenant), limit: 10 });
    expect(items).toHaveLength(1);
  });

  it('are gone once cancelled; cancelling again is no error', async () => {
    await commit(cancelTimer(context, name));
    expect(await stored()).toBeUndefined();
    await expect(commit(cancelTimer(context, name))).resolves.toBeUndefined();
  });
});
