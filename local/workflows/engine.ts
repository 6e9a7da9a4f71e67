import type { Log } from '../../functions/kernel/observability/log.ts';
import { errorFields } from '../../functions/kernel/observability/log.ts';
import type { WorkflowEngine } from '../../functions/kernel/platform/platform.ts';
import { toEpochSeconds } from '../../functions/kernel/time/clock.ts';
import type { Activity, Source } from '../activity.ts';
import type { WorkflowDefinition } from './definition.ts';
import type { Execution, ExecutionPorts } from './execution.ts';
import { runExecution } from './execution.ts';
import type { StoredExecution } from './stored-execution.ts';
import { NamedFailure } from './task-tokens.ts';

export interface LocalWorkflows extends WorkflowEngine, Source {
  /** Takes up the executions that a previous process left open. */
  resume(): Promise<void>;
  /** Executions of this process, ended ones too. */
  executions(): readonly Readonly<StoredExecution>[];
  /** Leaves open executions where they are. */
  stop(): void;
}

export interface EnginePorts extends ExecutionPorts {
  readonly log: Log;
  readonly work: Activity;
}

const keptExecutions = 10_000;

/**
 * Step Functions in process over aws-local-stepfunctions: the synthesized definition, with every task overridden by
 * the operation that its function is.
 *
 *   start ──▶ stored ──▶ run ──▶ task: call the operation, take its answer
 *                         ▲ └──▶ token task: call, then wait ◀── succeed / fail / time-out
 *   resume ── from the stored state, same token
 */
export const localWorkflows = (
  definitions: ReadonlyMap<string, WorkflowDefinition>,
  ports: EnginePorts,
): LocalWorkflows => {
  const executions = new Map<string, Execution>();

  const definitionOf = (workflow: string): WorkflowDefinition => {
    const definition = definitions.get(workflow);
    if (definition === undefined) throw new Error(`there is no workflow "${workflow}"`);
    return definition;
  };

  const run = (stored: StoredExecution): void => {
    const execution = runExecution(stored, definitionOf(stored.workflow), ports);
    const id = `${stored.workflow}/${stored.name}`;
    executions.set(id, execution);
    const oldest = executions.keys().next().value;
    if (executions.size > keptExecutions && oldest !== undefined) executions.delete(oldest);
    execution.ended.catch((error: unknown) =>
      ports.log.error('workflow_broken', { resourceId: id, ...errorFields(error) }),
    );
  };

  const settledToken = (done: boolean): boolean => {
    if (done) ports.work.begin()();
    return done;
  };

  return {
    start: async ({ workflow, name, input }) => {
      const stored: StoredExecution = {
        workflow,
        name,
        status: 'running',
        state: definitionOf(workflow).StartAt,
        stateInput: JSON.stringify(input),
        startedAt: toEpochSeconds(ports.clock.now()),
        transitions: 0,
      };
      if (await ports.store.create(stored)) run(stored);
    },
    succeed: async (token, output) => settledToken(ports.tokens.succeed(token, output)),
    fail: async (token, { error, cause }) => settledToken(ports.tokens.fail(token, new NamedFailure(error, cause))),
    resume: async () => {
      for (const workflow of definitions.keys()) {
        for (const stored of await ports.store.running(workflow)) run(stored);
      }
    },
    executions: () => [...executions.values()].map(({ stored }) => stored),
    settled: () => [...executions.values()].every(({ stored, waiting }) => stored.status !== 'running' || waiting),
    stop: () => {
      for (const execution of executions.values()) execution.abandon();
    },
  };
};
