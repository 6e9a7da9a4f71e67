import * as z from 'zod';
import type { Key, Table } from '../../functions/kernel/persistence/table.ts';
import type { Clock } from '../../functions/kernel/time/clock.ts';
import { toEpochSeconds } from '../../functions/kernel/time/clock.ts';

const storedSchema = z.object({
  workflow: z.string(),
  name: z.string(),
  status: z.enum(['running', 'succeeded', 'failed', 'timed_out']),
  /** The state it is in and that state's input, JSON. */
  state: z.string(),
  stateInput: z.string(),
  /** The token that the state waits for; the same after a restart, so that its answer still arrives. */
  token: z.string().optional(),
  waitingSince: z.coerce.number().optional(),
  startedAt: z.coerce.number(),
  transitions: z.coerce.number(),
  error: z.string().optional(),
});

/** An execution as it is kept. Instants are epoch seconds. */
export type StoredExecution = z.output<typeof storedSchema>;

const keyOf = ({ workflow, name }: Pick<StoredExecution, 'workflow' | 'name'>): Key => ({
  pk: `LOCAL#EXECUTION#${workflow}`,
  sk: name,
});

const keptDays = 90;

/** Where executions outlive the process. */
export interface ExecutionStore {
  /** @returns false when an execution of this name was ever started */
  create(execution: StoredExecution): Promise<boolean>;
  save(execution: StoredExecution): Promise<void>;
  /** Those that have not ended. */
  running(workflow: string): Promise<readonly StoredExecution[]>;
}

export const executionStore = (table: Table, clock: Clock): ExecutionStore => {
  const itemOf = (execution: StoredExecution) => ({
    ...execution,
    ...keyOf(execution),
    item: 'execution',
    ...(execution.status === 'running' ? {} : { expiresAt: toEpochSeconds(clock.now()) + keptDays * 86_400 }),
  });
  return {
    create: async (execution) => {
      const condition = { text: 'attribute_not_exists(pk)' };
      const { ok } = await table.write({ kind: 'put', item: itemOf(execution), condition });
      return ok;
    },
    save: async (execution) => {
      await table.write({ kind: 'put', item: itemOf(execution) });
    },
    running: async (workflow) => {
      const { pk } = keyOf({ workflow, name: '' });
      const found: StoredExecution[] = [];
      let start;
      do {
        const page = await table.query({ pk, limit: 100, ...(start === undefined ? {} : { start }) });
        found.push(...page.items.map((item) => storedSchema.parse(item)).filter(({ status }) => status === 'running'));
        start = page.last;
      } while (start !== undefined);
      return found;
    },
  };
};
