import type { LocalPlatform } from '../platform.ts';

/** What a step cost the platform, with everything it set off. */
export interface StepCost {
  readonly httpRequests: number;
  /** Calls to DynamoDB. */
  readonly tableRequests: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly keyCalls: number;
}

const snapshot = (platform: LocalPlatform): StepCost => {
  const { httpRequests, table, keyCalls } = platform.counts();
  return {
    httpRequests,
    tableRequests: table.requests,
    writeUnits: table.writeUnits,
    readUnits: table.readUnits,
    keyCalls,
  };
};

/** Runs a step, lets all its consequences come to rest, and says what it cost. */
export const measured = async <Result>(
  platform: LocalPlatform,
  step: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly cost: StepCost }> => {
  const before = snapshot(platform);
  const result = await step();
  await platform.idle();
  const after = snapshot(platform);
  return {
    result,
    cost: {
      httpRequests: after.httpRequests - before.httpRequests,
      tableRequests: after.tableRequests - before.tableRequests,
      writeUnits: after.writeUnits - before.writeUnits,
      readUnits: after.readUnits - before.readUnits,
      keyCalls: after.keyCalls - before.keyCalls,
    },
  };
};
