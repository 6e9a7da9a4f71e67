import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { ProgramRules } from '../../tenants/ports/program-rules.ts';
import { presentControls } from '../controls-schemas.ts';
import { programNotFound } from '../domain/card-errors.ts';
import { controlsOfRules } from '../domain/controls.ts';
import type { getProgramControls as declaration } from './declaration.ts';

/** Shows a program's controls; until somebody sets them, those that refuse nothing. */
export const getProgramControls =
  ({ programs }: { readonly programs: Pick<ProgramRules, 'find'> }): HttpUseCase<typeof declaration> =>
  async ({ context: { tenant }, params }) => {
    const program = await programs.find(tenant);
    if (program?.programId !== params.programId) throw programNotFound();
    return presentControls(controlsOfRules(program.rules, program.currency));
  };
