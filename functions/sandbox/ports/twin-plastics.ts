import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** What is to happen to a plastic or to its PIN mailer; what must have happened before is played first. */
export interface PlasticStory {
  /** Names the story: the same again is the same one, not a second one. */
  readonly reference: string;
  /** The platform's id of the order. */
  readonly orderReference: string;
  readonly item: 'card' | 'pin_mailer';
  /** In the provider's words; any text. */
  readonly status: string;
  readonly carrier?: string | undefined;
  readonly trackingNumber?: string | undefined;
  /** RFC 3339; the program's time by default. */
  readonly at?: string | undefined;
}

/** Personaliser and carriers of the twin. */
export interface TwinPlastics {
  /**
   * @returns when it happened, `status_not_allowed` when it cannot happen any more
   * @throws TemporarilyUnavailable
   */
  tellPlastic(tenant: TenantContext, story: PlasticStory): Promise<{ readonly at: string } | 'status_not_allowed'>;
}
