import { NotFound } from '../../kernel/errors/domain-error.ts';
import { toWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { TenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import type { TenantRoll } from '../../timers/ports/tenant-roll.ts';
import type { CallerScope } from '../caller-scope.ts';
import { callerScope } from '../caller-scope.ts';
import { summarise } from '../domain/balance-summary.ts';
import type { LedgerTotal } from '../domain/ledger-totals.ts';
import type { LedgerTotals } from '../ports/ledger-fold.ts';
import type { balanceSummary as declaration } from './declaration.ts';

interface Dependencies {
  readonly totals: LedgerTotals;
  readonly directory: Pick<TenantDirectory, 'byId'>;
  readonly tenants: TenantRoll;
}

/** Narrows what the caller may see to the tenant it asks for. */
const asked = async (scope: CallerScope, tenantId: string, deps: Dependencies): Promise<CallerScope> => {
  const tenant =
    scope.kind === 'all'
      ? await deps.directory.byId(tenantId)
      : scope.kind === 'own' && scope.tenant.tenantId === tenantId
        ? scope.tenant
        : undefined;
  if (tenant === undefined) throw new NotFound('tenant_not_found');
  return { kind: 'own', tenant };
};

const totalsWithin = async (scope: CallerScope, { totals, tenants }: Dependencies): Promise<readonly LedgerTotal[]> => {
  switch (scope.kind) {
    case 'own':
      return totals.of(scope.tenant);
    case 'nothing':
      return [];
    case 'all': {
      const all: LedgerTotal[] = [];
      await tenants.each(async (tenant) => {
        all.push(...(await totals.of(tenant)));
      });
      return all;
    }
  }
};

/**
 * Sums what users and partners have, per currency (AN-71, AN-72).
 *
 * In: for operators a tenant or nobody in particular; staff of a tenant see their own. Out: sums of what is posted, as
 * the journal adds up: one query per tenant, however many balances it has. They follow the journal within moments.
 */
export const balanceSummary =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, query }) => {
    const whole = await callerScope(context, deps.directory);
    const scope = query.tenantId === undefined ? whole : await asked(whole, query.tenantId, deps);
    const summary = summarise(await totalsWithin(scope, deps));
    return {
      currencies: summary.map(({ currency, users, partners, wallet }) => ({
        currency,
        users: toWire(users),
        partners: toWire(partners),
        wallet: toWire(wallet),
      })),
    };
  };
