import { kebab } from '../functions/kernel/operation/declaration.ts';
import type { LocalOperation } from './operations.ts';
import type { LocalQueues } from './queues.ts';
import type { RecurringSchedule } from './schedules.ts';
import type { StreamReader } from './stream.ts';
import type { Blueprint } from './synthesis/blueprint.ts';
import { namePrefix } from './synthesis/blueprint.ts';

/** Physical name of an operation's function, which mappings and workflows call it by. */
const functionName = (operationId: string): string => `${namePrefix}-${kebab(operationId)}`;

/** Finds the operation behind a function's name or ARN. */
export const operationFinder = (operationIds: Iterable<string>): ((functionName: string) => string) => {
  const byName = new Map([...operationIds].map((operationId) => [functionName(operationId), operationId]));
  return (nameOrArn) => {
    const name = nameOrArn.split(':function:').at(-1)?.split(':')[0] ?? nameOrArn;
    const operationId = byName.get(name);
    if (operationId === undefined) throw new Error(`no operation has the function ${nameOrArn}`);
    return operationId;
  };
};

/** Every queue operation takes what its queue holds. */
export const connectQueues = (operations: ReadonlyMap<string, LocalOperation>, queues: LocalQueues): void => {
  for (const { declaration, invoke } of operations.values()) {
    if (declaration.kind === 'queue') queues.consume(declaration.queue, invoke);
  }
};

/** The stream's readers, as the event source mappings name them. */
export const streamReaders = (
  operations: ReadonlyMap<string, LocalOperation>,
  blueprint: Blueprint,
): readonly StreamReader[] => {
  const operationOf = operationFinder(operations.keys());
  return blueprint.streams.map(({ functionName: name, batchSize, filters }) => {
    const operationId = operationOf(name);
    const handle = (event: unknown): Promise<unknown> =>
      operations.get(operationId)?.invoke(event) ?? Promise.reject(new Error(`${operationId} is not loaded`));
    return { operationId, batchSize, filters, handle };
  });
};

export const recurringSchedules = (operations: ReadonlyMap<string, LocalOperation>): readonly RecurringSchedule[] =>
  [...operations.values()].flatMap(({ declaration, invoke }) =>
    declaration.kind === 'schedule'
      ? [{ operationId: declaration.operationId, everyMinutes: declaration.everyMinutes, run: () => invoke({}) }]
      : [],
  );
