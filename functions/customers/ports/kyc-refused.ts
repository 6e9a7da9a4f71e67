import { DomainError } from '../../kernel/errors/domain-error.ts';

/** Why a KYC vendor says no; a reason that is not known here reads `other`. */
export type KycRefusalReason = 'case_unknown' | 'case_expired' | 'invalid_request' | 'reference_reused' | 'other';

/** The KYC vendor refused for good: the same request again gets the same answer. */
export class KycRefused extends DomainError {
  override name = 'KycRefused';
  readonly reason: KycRefusalReason;

  constructor(reason: KycRefusalReason) {
    super('unprocessable', 'kyc_refused', { detail: 'The KYC provider refused the request.', members: { reason } });
    this.reason = reason;
  }
}
