import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardData } from './issuer-processor.ts';
import type { PinBlock } from './pin-block.ts';

/**
 * Secrets of a card that only the issuer keeps. PIN blocks (ISO 9564) are opaque: the app and the issuer understand them,
 * the platform passes them on and stores them nowhere (reference: PCI PIN).
 */
export interface IssuerCardSecrets {
  /**
   * Sets the PIN and begins the count of wrong tries anew.
   * @throws TemporarilyUnavailable when the outcome is unknown: the same block again is harmless; IssuerRefused
   */
  setPin(tenant: TenantContext, pin: { readonly externalId: string; readonly pinBlock: PinBlock }): Promise<void>;
  /** @throws IssuerRefused (`pin_unknown` when none was set), TemporarilyUnavailable */
  readPin(tenant: TenantContext, externalId: string): Promise<{ readonly pinBlock: PinBlock }>;
  /**
   * A new CVV; the old one is void.
   * @param reset.reference one new CVV per reference: a repeat answers the same one
   * @throws TemporarilyUnavailable, IssuerRefused
   */
  resetCvv(
    tenant: TenantContext,
    reset: { readonly externalId: string; readonly reference: string },
  ): Promise<Pick<CardData, 'cvv'>>;
  /** Phone and password of 3-D Secure (AL-28, AL-29), or off. @throws TemporarilyUnavailable, IssuerRefused */
  setThreeDs(
    tenant: TenantContext,
    threeDs: {
      readonly externalId: string;
      readonly enabled: boolean;
      readonly phone: string;
      readonly password: string;
    },
  ): Promise<void>;
}
