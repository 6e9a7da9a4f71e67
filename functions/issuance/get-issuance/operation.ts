import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import type { Issuance, IssuanceStatus } from '../domain/issuance.ts';
import { loadIssuance } from '../issuance-steps.ts';
import type { IssuanceStore } from '../ports/issuance-store.ts';
import type { getIssuance as declaration } from './declaration.ts';

const hasBalance = new Set<IssuanceStatus>(['creating_card', 'completed']);

/** An id that was chosen but stands for nothing yet is not shown. */
const balanceOf = ({ balanceId, newBalanceCurrency, status }: Issuance) =>
  newBalanceCurrency === undefined || hasBalance.has(status) ? { balanceId } : {};

/** Shows an issuance; balance and card appear once they exist. A customer sees the own ones alone. */
export const getIssuance =
  ({ issuances }: { readonly issuances: IssuanceStore }): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const issuance = await loadIssuance(issuances, context, params.issuanceId);
    if (!isVisible(context, issuance)) throw new NotFound('issuance_not_found');
    return {
      issuanceId: issuance.issuanceId,
      status: issuance.status,
      kycId: issuance.kycId,
      ...balanceOf(issuance),
      ...(issuance.status === 'completed' ? { cardId: issuance.cardId } : {}),
      ...(issuance.failureCode === undefined ? {} : { failure: { code: issuance.failureCode } }),
    };
  };
