import type { Leg } from '../money/leg.ts';
import type { Item, Key } from '../persistence/table.ts';

/** A person's total at its issuer, and by how many minor units it falls. */
export interface Lowering {
  /** Partition of the person's totals. */
  readonly person: string;
  readonly minor: bigint;
}

/**
 * One change of one resource: the append-only item that is history, audit trail and outbox at once. The relay
 * publishes exactly the records; nothing else is an event.
 */
export interface RecordDraft {
  readonly resource: { readonly type: string; readonly id: string };
  /** The resource's partition, where its history stands beside it. */
  readonly partition: Key['pk'];
  /** The resource's version after this change: 1 for its creation. */
  readonly sequence: number;
  /** `noun.past`, listed in the declaration's `emits`. */
  readonly type: string;
  /** Masked facts for the tenant. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly previous?: Readonly<Record<string, unknown>>;
  /** The event's id, when the answer or the resource's id has to name it; else it gets one when it is committed. */
  readonly eventId?: string;
  /** For a movement of money: its place in the partition, by business identity; by `sequence` otherwise. */
  readonly sortKey?: string;
  /** For a movement of money: all legs of the journal entry; they sum to zero per currency. */
  readonly legs?: readonly Leg[];
  /**
   * For a movement of money: what the person whose limits it counts towards holds less by, once the stream's fold has
   * read the record. Never published.
   */
  readonly lowers?: Lowering;
  /** JSON text kept as evidence of the decision behind the change; never published. */
  readonly evidence?: string;
  /**
   * What stands beside the record in the same item, so that it costs no item of its own: its subdomain may change it
   * later, the record itself stays as it is. Never published.
   */
  readonly attached?: Readonly<Record<string, unknown>>;
  /**
   * What it means that the record is there already, for one whose `sortKey` is a business identity: the stored item
   * tells what came of it the first time. Comes before every other refusal of the same work.
   */
  readonly repeated?: (stored: Item) => Error;
}
