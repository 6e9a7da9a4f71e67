import type { Table } from '../../kernel/persistence/table.ts';
import { restricts } from '../../policies/card-controls.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Brand, Program, ProgramDirectory } from '../ports/program-directory.ts';
import { dynamoTenantStore } from './dynamo-tenant-store.ts';

const brandOf = ({ settings, program }: Tenant): Brand => {
  if (settings.brand === null) return { name: program.name };
  return typeof settings.brand === 'string' ? { name: settings.brand } : settings.brand;
};

const toProgram = (tenant: Tenant): Program => ({
  ...tenant.program,
  brand: brandOf(tenant),
  sessionMinutes: tenant.settings.sessionMinutes,
  transactionData: tenant.settings.transactionData,
  decisionWebhook: tenant.settings.decisionWebhook,
  withdrawalApprovalAbove: tenant.settings.withdrawalApprovalAbove,
  rules: tenant.rules !== undefined && restricts(tenant.rules) ? tenant.rules : undefined,
});

/** Programs out of the tenants' items; wired by the handlers of other subdomains. */
export const dynamoProgramDirectory = (table: Table): ProgramDirectory => ({
  find: async (tenant) => {
    const found = await dynamoTenantStore(table).find(tenant);
    if (found === undefined) throw new Error(`no program for ${tenant.tenantId}`);
    return toProgram(found);
  },
});
