import { setTimeout as sleep } from 'node:timers/promises';
import type { Expression, Item, Key, Table, TableWrite } from '../../../kernel/persistence/table.ts';
import type { RandomSource } from '../../../kernel/platform/platform.ts';

/** All writes or none. `refused`: a condition did not hold; read again and decide anew. */
export type Commit = (writes: readonly TableWrite[]) => Promise<'committed' | 'refused'>;

const maxAttempts = 5;

/** Retries conflicts and silence with the same token, bounded; then the call fails and its caller repeats it. */
export const committer =
  (table: Table, random: RandomSource): Commit =>
  async (writes) => {
    const token = Buffer.from(random.bytes(16)).toString('hex');
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const outcome = await table.transact(writes, token);
      if (outcome.kind === 'committed') return 'committed';
      if (outcome.kind === 'cancelled') {
        if (outcome.reasons.some(({ kind }) => kind === 'condition')) return 'refused';
        const defect = outcome.reasons.find(({ kind }) => kind === 'other');
        if (defect?.kind === 'other') throw new Error(`the twin's table refused a write: ${defect.code}`);
      }
      await sleep(10 * attempt + ((random.bytes(1)[0] ?? 0) % 20));
    }
    throw new Error("the twin's table does not answer");
  };

/** Puts an item that must not be there yet. */
export const putNew = (item: Item & Key): TableWrite => ({
  kind: 'put',
  item,
  condition: { text: 'attribute_not_exists(pk)' },
});

/**
 * Puts the next state of an item that is still in the state that was read; what the item holds sealed must be the same
 * still, or a secret that was renewed meanwhile would come back.
 */
export const putNext = (item: Item & Key, readStatus: string): TableWrite => {
  const { sealed } = item;
  const condition: Expression =
    sealed === undefined
      ? { text: '#status = :status', names: { '#status': 'status' }, values: { ':status': readStatus } }
      : {
          text: '#status = :status AND sealed = :sealed',
          names: { '#status': 'status' },
          values: { ':status': readStatus, ':sealed': sealed },
        };
  return { kind: 'put', item, condition };
};
