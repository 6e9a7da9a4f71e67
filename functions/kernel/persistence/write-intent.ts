import { ConcurrentChange } from '../errors/domain-error.ts';
import type { Expression, Item, Key, TableWrite } from './table.ts';

/** A write that a store asks for and the unit of work performs. */
export interface WriteIntent {
  /** Names the write in errors and logs, such as `customer`. */
  readonly label: string;
  readonly write: TableWrite;
  /** What a failed condition means; gets the item that was found instead. */
  readonly refused: (old: Item | undefined) => Error;
}

/** Label of a write whose refusal says that the whole work was done before. */
export const repeatLabel = 'repeat';

/** Puts an item that must not exist yet. */
export const create = (label: string, item: Item & Key, refused: WriteIntent['refused']): WriteIntent => ({
  label,
  write: { kind: 'put', item, condition: { text: 'attribute_not_exists(pk)' } },
  refused,
});

/**
 * Puts the next version of an item that is still at `sequence`; somebody else's change in between is refused
 * with ConcurrentChange.
 */
export const replace = (
  label: string,
  item: Item & Key,
  expected: { sequence: number; resourceId: string },
): WriteIntent => ({
  label,
  write: {
    kind: 'put',
    item,
    condition: {
      text: '#sequence = :sequence',
      names: { '#sequence': 'sequence' },
      values: { ':sequence': expected.sequence },
    },
  },
  refused: () => new ConcurrentChange(expected.resourceId),
});

/** Writes nothing; refuses the whole work when the condition does not hold. */
export const check = (
  label: string,
  condition: { key: Key; condition: Expression },
  refused: WriteIntent['refused'],
): WriteIntent => ({ label, write: { kind: 'check', ...condition }, refused });
