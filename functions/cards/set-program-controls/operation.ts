import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork, Work } from '../../kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { ProgramRules, RuledProgram } from '../../tenants/ports/program-rules.ts';
import { presentControls, readControls } from '../controls-schemas.ts';
import { programNotFound } from '../domain/card-errors.ts';
import { setAbove } from '../domain/controls-change.ts';
import { controlsAboveChanged } from '../domain/controls-events.ts';
import type { KeptControls } from '../domain/controls.ts';
import { controlsOfRules, requireCurrency, rulesAbove } from '../domain/controls.ts';
import type { setProgramControls as declaration } from './declaration.ts';

interface Dependencies {
  readonly programs: ProgramRules;
  readonly unitOfWork: UnitOfWork;
}

const workOf = (
  programs: ProgramRules,
  tenant: TenantContext,
  change: { readonly program: RuledProgram; readonly before: KeptControls; readonly after: KeptControls },
): Work => {
  const { program, before, after } = change;
  const { programId, tenantId, sequence } = program;
  // A program is kept with its tenant, and its changes are counted with the tenant's.
  const place = { resource: { type: 'tenant', id: tenantId }, partition: programs.partition(tenant) };
  return {
    writes: [programs.change(tenant, program, rulesAbove(after))],
    records: [
      controlsAboveChanged({ ...place, sequence: sequence + 1 }, 'program.controls_changed', {
        of: { programId },
        before,
        after,
      }),
    ],
  };
};

/**
 * Replaces what all cards of a program may be used for (M-09): the strictest of card, customer and program decides.
 *
 * In: channels, limits and merchant categories, all of them. Out: the controls as they are now.
 * 1. Limits must be in the program's currency.
 * 2. Commit the program, record `program.controls_changed` and key together. Authorizations know a program for 30 s, so
 *    the controls before may decide for as long. The same controls again write no record.
 */
export const setProgramControls =
  ({ programs, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant } = context;
    const program = await programs.find(tenant);
    if (program?.programId !== params.programId) throw programNotFound();
    const wish = readControls(body);
    requireCurrency(wish, program.currency);
    const before = controlsOfRules(program.rules, program.currency);
    const after = setAbove(before, wish);
    const work =
      after === undefined ? { writes: [], records: [] } : workOf(programs, tenant, { program, before, after });
    return unitOfWork.commit(context, work, presentControls(after ?? before));
  };
