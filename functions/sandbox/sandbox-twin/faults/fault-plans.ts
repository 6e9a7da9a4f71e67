import * as z from 'zod';
import { defineItem, wholeNumber } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { FaultPlan, ProviderName } from './fault.ts';
import { faultKinds } from './fault.ts';

const partsPerOne = 1_000_000;

export const faultPlanItem = defineItem({
  name: 'twin_fault_plan',
  subdomain: 'sandbox',
  summary: 'What goes wrong, and how often, at one provider for one program.',
  keys: { pk: 'T#<program>#FAULTS', sk: 'issuer, kyc, bank or payment' },
  schema: z.object({ ratePartsPerMillion: wholeNumber, kinds: z.array(z.enum(faultKinds)) }),
});

const keyOf = (program: TenantContext, provider: ProviderName) => ({ pk: tenantKey(program, 'FAULTS'), sk: provider });

const goodCase: FaultPlan = { rate: 0, kinds: [] };

/** Fault plans per program and provider; without one everything goes well. */
export interface FaultPlans {
  of(program: TenantContext, provider: ProviderName): Promise<FaultPlan>;
  set(program: TenantContext, provider: ProviderName, plan: FaultPlan): Promise<void>;
}

export const faultPlans = (table: Table): FaultPlans => ({
  of: async (program, provider) => {
    const stored = await table.get(keyOf(program, provider));
    if (stored === undefined) return goodCase;
    const { ratePartsPerMillion, kinds } = faultPlanItem.decode(stored);
    return { rate: ratePartsPerMillion / partsPerOne, kinds };
  },
  set: async (program, provider, plan) => {
    const value = { ratePartsPerMillion: Math.round(plan.rate * partsPerOne), kinds: [...plan.kinds] };
    await table.write({ kind: 'put', item: faultPlanItem.encode(keyOf(program, provider), value) });
  },
});
