import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** Whose card the network speaks of. It never changes, so it may be kept for the life of an environment. */
export interface CardOwner {
  readonly tenant: TenantContext;
  readonly cardId: string;
  readonly balanceId: string;
}

export interface CardOwners {
  /** @param externalId the issuer's id of the card; undefined when it is not ours */
  find(externalId: string): Promise<CardOwner | undefined>;
}
