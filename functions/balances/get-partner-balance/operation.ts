import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { partnerBalanceNotFound } from '../domain/partner-errors.ts';
import { presentPartnerBalance } from '../partner-answers.ts';
import type { PartnerBalanceStore } from '../ports/partner-balance-store.ts';
import type { getPartnerBalance as declaration } from './declaration.ts';

interface Dependencies {
  readonly partners: Pick<PartnerBalanceStore, 'find'>;
}

/** Shows a partner balance at its current level, read with strong consistency (AN-70). */
export const getPartnerBalance =
  ({ partners }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context: { tenant }, params }) => {
    const balance = await partners.find(tenant, params.partnerBalanceId);
    if (balance === undefined) throw partnerBalanceNotFound();
    return presentPartnerBalance(tenant.tenantId, balance);
  };
