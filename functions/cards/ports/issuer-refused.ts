import { DomainError } from '../../kernel/errors/domain-error.ts';

/** Why an issuer says no; a reason that is not known here reads `other`. */
export type IssuerRefusalReason =
  | 'account_unknown'
  | 'card_unknown'
  | 'invalid_request'
  | 'not_supported'
  | 'order_unknown'
  | 'pin_unknown'
  | 'reference_reused'
  | 'status_not_allowed'
  | 'other';

/** The issuing processor refused for good: the same request again gets the same answer. */
export class IssuerRefused extends DomainError {
  override name = 'IssuerRefused';
  readonly reason: IssuerRefusalReason;

  constructor(reason: IssuerRefusalReason) {
    super('unprocessable', 'issuer_refused', {
      detail: 'The issuing processor refused the request.',
      members: { reason },
    });
    this.reason = reason;
  }
}
