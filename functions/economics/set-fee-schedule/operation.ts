import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import { programNotFound } from '../domain/economics-errors.ts';
import { feeScheduleSet } from '../domain/fee-events.ts';
import { setFees } from '../domain/fee-schedule.ts';
import type { FeeSchedules } from '../ports/fee-schedules.ts';
import { presentSchedule, readSchedule } from '../schedule-schemas.ts';
import type { setFeeSchedule as declaration } from './declaration.ts';

interface Dependencies {
  readonly programs: ProgramDirectory;
  readonly schedules: FeeSchedules;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Replaces a program's fee schedule (M-19, AN-74).
 *
 * In: what gateway loads cost, or nothing. Out: the schedule as it is now, with its version.
 * 1. Amounts must be in the program's currency.
 * 2. Commit the next version, record `fee_schedule.set` and key together. Loads that have read the version before are
 *    charged by it and say so. The same schedule again writes no record.
 */
export const setFeeSchedule =
  ({ programs, schedules, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { programId }, body }) => {
    const { tenant } = context;
    const program = await programs.find(tenant);
    if (program.programId !== programId) throw programNotFound();
    const before = await schedules.find(tenant, program);
    const after = setFees(before, readSchedule(body, before));
    const place = { programId, partition: schedules.partition(tenant) };
    const work =
      after === undefined
        ? { writes: [], records: [] }
        : { writes: [schedules.set(tenant, after)], records: [feeScheduleSet(place, before, after)] };
    return unitOfWork.commit(context, work, presentSchedule(after ?? before));
  };
