import type { Item } from '../kernel/persistence/table.ts';

/** The message was recorded before; what was recorded is the answer. Never leaves the platform. */
export class AlreadyRecorded extends Error {
  override name = 'AlreadyRecorded';
  readonly stored: Item;
  constructor(stored: Item) {
    super('the message was recorded before');
    this.stored = stored;
  }
}

/** What `repeated` of a record says. */
export const alreadyRecorded = (stored: Item): Error => new AlreadyRecorded(stored);
