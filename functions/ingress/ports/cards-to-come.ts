import type { ReferenceOwner } from '../../kernel/persistence/provider-reference.ts';

/** Cards that an issuer has made already and the platform has not linked to their holders. */
export interface CardsToCome {
  /**
   * Whose order the issuer speaks of by the id of a card; undefined when there is none, or when its card is about to be
   * linked or is: the event is then looked at again.
   * @param requestId of the delivery
   */
  find(reference: string, requestId: string): Promise<ReferenceOwner | undefined>;
}
