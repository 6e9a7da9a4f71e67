import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import { programNotFound } from '../domain/economics-errors.ts';
import type { FeeSchedules } from '../ports/fee-schedules.ts';
import { presentSchedule } from '../schedule-schemas.ts';
import type { getFeeSchedule as declaration } from './declaration.ts';

interface Dependencies {
  readonly programs: ProgramDirectory;
  readonly schedules: Pick<FeeSchedules, 'find'>;
}

/** Shows a program's fee schedule; until somebody sets one, that without fees, version 0. */
export const getFeeSchedule =
  ({ programs, schedules }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context: { tenant }, params: { programId } }) => {
    const program = await programs.find(tenant);
    if (program.programId !== programId) throw programNotFound();
    return presentSchedule(await schedules.find(tenant, program));
  };
