import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';

export const partnerBalanceNotFound = (): NotFound => new NotFound('partner_balance_not_found');

/** One per kind and currency (409); `resourceId` is the one that is there. */
export class PartnerBalanceExists extends DomainError {
  override name = 'PartnerBalanceExists';
  constructor(partnerBalanceId: string) {
    super('conflict', 'already_exists', {
      detail: 'The tenant has a partner balance of this kind and currency.',
      resourceId: partnerBalanceId,
    });
  }
}
