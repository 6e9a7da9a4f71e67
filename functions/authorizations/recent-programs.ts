import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import type { Pacer } from '../kernel/time/pacer.ts';
import type { Program, ProgramDirectory } from '../tenants/ports/program-directory.ts';

const keptMs = 30_000;
const maxKept = 1_000;

/** Programs that are at most 30 s old: a tenant's change of its settings takes effect on decisions within that time. */
export const recentPrograms = (programs: ProgramDirectory, pacer: Pick<Pacer, 'elapsed'>): ProgramDirectory => {
  const kept = new Map<string, { readonly program: Program; readonly until: number }>();
  return {
    find: async (tenant: TenantContext) => {
      const now = pacer.elapsed();
      const recent = kept.get(tenant.tenantId);
      if (recent !== undefined && recent.until > now) return recent.program;
      const program = await programs.find(tenant);
      if (kept.size >= maxKept) kept.clear();
      kept.set(tenant.tenantId, { program, until: now + keptMs });
      return program;
    },
  };
};
