import { DomainError } from '../errors/domain-error.ts';
import type { Item, Key, Table } from './table.ts';
import type { WriteIntent } from './write-intent.ts';

/** An item of a transaction that is written exactly once: with our own id in it, this very transaction committed. */
export interface Witness {
  readonly key: Key;
  /** A reserved key bears our id from the start: only with its state is it a witness. */
  readonly proof: Readonly<Record<'commitId' | 'state', unknown>>;
}

/** The first item that bears the work's commit id: a record or, without records, the completed idempotency item. */
export const witnessOf = (intents: readonly WriteIntent[]): Witness | undefined => {
  for (const { write } of intents) {
    if (write.kind === 'put' && typeof write.item['commitId'] === 'string') {
      const { pk, sk, commitId, state } = write.item;
      return { key: { pk: String(pk), sk: String(sk) }, proof: { commitId, state } };
    }
  }
  return undefined;
};

/** True when the item found is the one that this very work writes. */
export const isOurs = ({ proof }: Witness, found: Item | undefined): boolean =>
  found?.['commitId'] === proof.commitId && found?.['state'] === proof.state;

export type Sighting = 'present' | 'absent' | 'unreadable';

/** Looks whether the work was committed after all. */
export const lookFor = async (table: Table, witness: Witness | undefined): Promise<Sighting> => {
  if (witness === undefined) return 'absent';
  try {
    return isOurs(witness, await table.get(witness.key)) ? 'present' : 'absent';
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'unavailable') return 'unreadable';
    throw error;
  }
};
