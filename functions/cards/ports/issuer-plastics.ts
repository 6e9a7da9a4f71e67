import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardOrder, IssuedCard } from './issuer-processor.ts';

/** Where a card or a letter is sent. */
export interface PostalAddress {
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** A card to be personalised and sent (AN-58). */
export interface PlasticOrder extends Omit<CardOrder, 'initialStatus'> {
  readonly deliveryAddress: PostalAddress;
  /** A card that exists already and only gets a plastic: digital-first, or a replacement with the same number. */
  readonly externalId?: string | undefined;
}

/** How far the personalisation is, by the order report (AN-61). */
export interface OrderReport {
  readonly orderId: string;
  readonly status: 'ordered' | 'in_production' | 'produced' | 'rejected';
}

/** Plastic at the issuing processor. */
export interface IssuerPlastics {
  /**
   * Orders a plastic; one order per reference, a repeat answers the same order.
   * @throws TemporarilyUnavailable when the outcome is unknown: repeat with the same reference; IssuerRefused
   */
  orderPlastic(tenant: TenantContext, order: PlasticOrder): Promise<OrderReport>;
  /** Pulls the order report (AN-61). @throws TemporarilyUnavailable, IssuerRefused */
  readOrder(tenant: TenantContext, orderId: string): Promise<OrderReport>;
  /**
   * Connects the produced card to its holder (AN-63). The card is inactive until it is activated; a repeat answers the same.
   * @throws IssuerRefused (`status_not_allowed` before it is produced), TemporarilyUnavailable
   */
  linkCard(
    tenant: TenantContext,
    link: { readonly orderId: string; readonly reference: string },
  ): Promise<IssuedCard & { readonly trackingNumber: string | undefined }>;
}
