import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { PostalAddress } from '../domain/postal-address.ts';
import type { CardOrder, IssuedCard } from './issuer-processor.ts';

/** A card to be personalised and sent (AN-58). */
export interface PlasticOrder extends Omit<CardOrder, 'initialStatus' | 'threeDs'> {
  readonly deliveryAddress: PostalAddress;
  /** A card that exists already and only gets a plastic: digital-first, or a replacement with the same number. */
  readonly externalId?: string | undefined;
}

/** How far the personalisation is, by the order report (AN-61). */
export interface OrderReport {
  /** The issuer's id of the order. */
  readonly orderId: string;
  readonly status: 'ordered' | 'in_production' | 'produced' | 'rejected' | 'cancelled';
}

/** Plastic at the issuing processor. `reference` is our id of the order. */
export interface IssuerPlastics {
  /**
   * Orders a plastic; one order per reference, a repeat answers the same order.
   * @throws TemporarilyUnavailable when the outcome is unknown: repeat with the same reference; IssuerRefused
   */
  orderPlastic(tenant: TenantContext, order: PlasticOrder): Promise<OrderReport>;
  /** Pulls the order report (AN-61). @throws TemporarilyUnavailable, IssuerRefused */
  readOrder(tenant: TenantContext, orderId: string): Promise<OrderReport>;
  /**
   * Connects the produced plastic to its card (AN-63): makes the card, inactive, with our card id as its reference, or
   * finds the one that it was ordered for. A repeat answers the same card.
   * @throws IssuerRefused (`status_not_allowed` before it is produced), TemporarilyUnavailable
   */
  linkCard(
    tenant: TenantContext,
    link: { readonly orderId: string; readonly reference: string } & Pick<CardOrder, 'threeDs'>,
  ): Promise<IssuedCard>;
}
