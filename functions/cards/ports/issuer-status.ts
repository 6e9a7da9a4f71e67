import type { Temporal } from 'temporal-polyfill';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { IssuerStatus } from '../domain/card.ts';
import type { IssuerReason } from '../domain/issuer-reason.ts';

/** What the issuer says of a card, and since when by its own clock. */
export interface IssuerWord {
  readonly issuerStatus: IssuerStatus;
  readonly at: Temporal.Instant;
  readonly reason?: IssuerReason | undefined;
}

/** A card's status at the issuing processor, which is the source of truth for it (AL-14, D-02). */
export interface IssuerCardStatus {
  /**
   * Asks for a status; the status that the issuer has already is no change. The answer is what the issuer says, which
   * need not be what was asked for.
   * @throws TemporarilyUnavailable when the outcome is unknown: the same request again is harmless
   * @throws IssuerRefused (`status_not_allowed`, `card_unknown`)
   */
  changeStatus(
    tenant: TenantContext,
    change: {
      readonly externalId: string;
      readonly status: Exclude<IssuerStatus, 'inactive'>;
      readonly reason?: IssuerReason | undefined;
    },
  ): Promise<IssuerWord>;
  /** What the issuer says now. @throws TemporarilyUnavailable, IssuerRefused */
  readStatus(tenant: TenantContext, externalId: string): Promise<IssuerWord>;
}
