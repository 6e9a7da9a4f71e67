import * as z from 'zod';
import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { ProgramRules } from '../ports/program-rules.ts';
import { storedRules, tenantItem } from './tenant-items.ts';

const partition = (tenant: TenantContext): string => tenantKey(tenant, 'TENANT');

export const dynamoProgramRules = (table: Table): ProgramRules => ({
  partition,
  find: async (tenant) => {
    const item = await table.get({ pk: partition(tenant), sk: 'TENANT' });
    if (item === undefined) return undefined;
    const { tenantId, program, rules, sequence } = tenantItem.decode(item);
    return { programId: program.programId, tenantId, currency: program.currency, rules, sequence };
  },
  change: (tenant, { tenantId, sequence }, rules) => ({
    label: 'tenant',
    write: {
      kind: 'update',
      key: { pk: partition(tenant), sk: 'TENANT' },
      update: {
        text: 'SET #rules = :rules, #sequence = :next',
        values: { ':rules': z.encode(storedRules, rules), ':next': sequence + 1 },
      },
      condition: {
        text: '#sequence = :sequence',
        names: { '#rules': 'rules', '#sequence': 'sequence' },
        values: { ':sequence': sequence },
      },
    },
    refused: () => new ConcurrentChange(tenantId),
  }),
});
