import type * as z from 'zod';
import type { ItemDefinition } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Key, Table, TableWrite } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { putNew } from '../storage/commit.ts';

/** A thing that the provider keeps: whoever changes it must have read its last version. */
export interface Shelf<Thing> {
  find(table: Table, program: TenantContext, id: string): Promise<Thing | undefined>;
  /** Puts the version that follows the one that was read; version 1 must be new. */
  put(program: TenantContext, id: string, thing: Thing): TableWrite;
}

/** @param kind part of the key, such as `PAY_ORDER` */
export const shelf = <Schema extends z.ZodType<{ readonly version: number }>>(
  definition: ItemDefinition<Schema>,
  kind: string,
): Shelf<z.output<Schema>> => {
  const keyOf = (program: TenantContext, id: string): Key => ({ pk: tenantKey(program, kind, id), sk: kind });
  return {
    find: async (table, program, id) => {
      const stored = await table.get(keyOf(program, id));
      return stored === undefined ? undefined : definition.decode(stored);
    },
    put: (program, id, thing) => {
      const item = definition.encode(keyOf(program, id), thing);
      if (thing.version === 1) return putNew(item);
      const values = { ':read': BigInt(thing.version - 1) };
      return { kind: 'put', item, condition: { text: 'version = :read', values } };
    },
  };
};

const maxTurns = 6;

/** Reads, decides and commits anew when somebody was faster; `work` says `refused` when its commit was. */
export const inTurn = async <Answer>(work: () => Promise<Answer | 'refused'>): Promise<Answer> => {
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const answer = await work();
    if (answer !== 'refused') return answer;
  }
  throw new Error("a change of the provider's was overtaken again and again");
};
