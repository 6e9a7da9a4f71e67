import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardReplacement } from '../domain/card-replacement.ts';

/** What ordered cards take the place of. Reads are strongly consistent. */
export interface CardReplacements {
  /** @param cardId the new card's; undefined when it takes nobody's place */
  find(tenant: TenantContext, cardId: string): Promise<CardReplacement | undefined>;
  /** Refused with already_exists. */
  create(tenant: TenantContext, replacement: CardReplacement): WriteIntent;
}
