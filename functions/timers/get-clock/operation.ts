import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { getClock as declaration } from './declaration.ts';

/** Tells the tenant's business time: real time plus what advanceClock has added. */
export const getClock =
  (): HttpUseCase<typeof declaration> =>
  async ({ context }) => ({
    now: toTimestamp(context.clock.now()),
  });
