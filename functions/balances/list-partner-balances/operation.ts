import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { TenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import type { CallerScope } from '../caller-scope.ts';
import { callerScope } from '../caller-scope.ts';
import { presentPartnerBalance } from '../partner-answers.ts';
import type { OwnedPartnerBalance, PartnerBalanceList } from '../ports/partner-balance-store.ts';
import type { listPartnerBalances as declaration } from './declaration.ts';

interface Dependencies {
  readonly list: PartnerBalanceList;
  readonly directory: Pick<TenantDirectory, 'byId'>;
}

const read = (
  list: PartnerBalanceList,
  scope: CallerScope,
  page: PageRequest,
): Promise<Page<OwnedPartnerBalance>> | Page<OwnedPartnerBalance> => {
  switch (scope.kind) {
    case 'all':
      return list.ofAll(page);
    case 'own':
      return list.ofTenant(scope.tenant, page);
    case 'nothing':
      return { data: [], nextCursor: null };
  }
};

/** One page of partner balances at their current levels (AN-70, AN-73): everyone's for operators, else the caller's. */
export const listPartnerBalances =
  ({ list, directory }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, query }) => {
    const { data, nextCursor } = await read(list, await callerScope(context, directory), query);
    return { data: data.map(({ tenant, balance }) => presentPartnerBalance(tenant.tenantId, balance)), nextCursor };
  };
