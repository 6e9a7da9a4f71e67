import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** Card data that may only pass through: never stored, never logged, encrypted straight to the caller's key. */
export interface CardData {
  readonly pan: string;
  readonly cvv: string;
  /** 1 to 12. */
  readonly expiryMonth: number;
  /** Four digits. */
  readonly expiryYear: number;
}

/** A payment instrument that the issuer made. */
export interface IssuedCard {
  /** The issuer's id: our `externalId` (AL-05). */
  readonly externalId: string;
  /** What the issuer says the card's status is (AL-14, D-02). */
  readonly issuerStatus: 'inactive' | 'active' | 'suspended' | 'closed';
  /** Keyed hash of the PAN, made by the issuer for us: equal PANs give equal fingerprints. */
  readonly fingerprint: string;
  readonly data: CardData;
}

export interface CardOrder {
  /** Our card id. The issuer makes one card per reference: a repeat answers the same card. */
  readonly reference: string;
  /** The issuer's account that the card draws on, for life (AN-38). */
  readonly accountExternalId: string;
  readonly bin: string;
  readonly network: 'visa' | 'mastercard' | 'rupay';
  readonly displayName: string;
  readonly initialStatus: 'inactive' | 'active';
  /** 3-D Secure is on from issuance, over the cardholder's phone (AL-27, AL-28); password 1–30 characters (AL-29). */
  readonly threeDs: { readonly phone: string; readonly password: string };
  /** The card whose place it takes; `sameNumber` is kept where the issuer can, with another CVV and expiry. */
  readonly replaces?: { readonly externalId: string; readonly sameNumber: boolean } | undefined;
}

/** The issuing processor, as the cards subdomain needs it. */
export interface IssuerProcessor {
  /**
   * Makes a virtual card.
   * @throws TemporarilyUnavailable when the outcome is unknown: repeat with the same reference
   * @throws IssuerRefused when the issuer said no
   */
  createVirtualCard(tenant: TenantContext, order: CardOrder): Promise<IssuedCard>;
  /**
   * Reads full card data for a reveal (AN-54).
   * @throws TemporarilyUnavailable, IssuerRefused
   */
  readCardData(tenant: TenantContext, externalId: string): Promise<CardData>;
}
