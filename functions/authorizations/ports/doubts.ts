import type { CardOwner } from './card-owners.ts';

/** A request that the network was told "declined" about, while nobody knows what was written. */
export interface Doubts {
  /**
   * Resolves once it is certain that somebody will look.
   * @param doubt.rawBody the message as it came; `requestId` of the request that was answered so, since a message comes again
   */
  raise(doubt: { readonly owner: CardOwner; readonly rawBody: Uint8Array; readonly requestId: string }): Promise<void>;
}
