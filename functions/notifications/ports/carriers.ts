import type { CustomerContact } from '../../customers/ports/customer-contacts.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { MessageChannel, MessageTemplate } from '../domain/message.ts';
import type { Wording } from '../domain/wording.ts';

/** A message with its words, for one person. */
export interface Letter {
  readonly channel: MessageChannel;
  readonly template: MessageTemplate;
  readonly wording: Wording;
  readonly contact: CustomerContact;
}

export type Handed =
  | { readonly kind: 'sent'; readonly messageId: string }
  /** A sandbox tenant's: no carrier has it and none will tell of it. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'refused'; readonly refusal: string };

/** Whoever brings messages to people. */
export interface Carriers {
  /**
   * Hands a message over. It may reach the person twice when no answer came.
   * @throws TemporarilyUnavailable when the carrier does not answer, or takes no more for the moment
   */
  hand(tenant: TenantContext, letter: Letter): Promise<Handed>;
}
