import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** A card as its balance lists it: masked. */
export interface CardOnBalance {
  readonly cardId: string;
  readonly type: 'virtual' | 'physical';
  readonly status: string;
  readonly displayName: string;
  readonly firstSix: string;
  readonly lastFour: string;
  /** 1 to 12. */
  readonly expiryMonth: number;
  /** Four digits. */
  readonly expiryYear: number;
}

/** The cards that hang on a balance (AN-39); the cards subdomain answers. */
export interface CardsOfBalance {
  /** Newest first, at most 100. */
  ofBalance(tenant: TenantContext, balanceId: string): Promise<readonly CardOnBalance[]>;
}
