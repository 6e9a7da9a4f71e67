import { StateMachine } from 'aws-local-stepfunctions';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import * as z from 'zod';
import type { OperationInvoker } from '../../functions/kernel/platform/platform.ts';
import type { Clock } from '../../functions/kernel/time/clock.ts';
import { toEpochSeconds } from '../../functions/kernel/time/clock.ts';
import { longTimeout } from '../long-timeout.ts';
import type { WorkflowDefinition } from './definition.ts';
import { taskStyle } from './definition.ts';
import type { ExecutionStore, StoredExecution } from './stored-execution.ts';
import type { TaskTokens } from './task-tokens.ts';
import { NamedFailure } from './task-tokens.ts';

/** What an execution needs of its surroundings. */
export interface ExecutionPorts {
  readonly operations: OperationInvoker;
  /** Finds the operation behind a function's name or ARN. */
  readonly operationOf: (functionName: string) => string;
  readonly store: ExecutionStore;
  readonly tokens: TaskTokens;
  readonly clock: Clock;
  /** Pause before every retry instead of the definition's; for tests. */
  readonly retryDelayMs?: number | undefined;
}

/** An execution at work. */
export interface Execution {
  readonly stored: Readonly<StoredExecution>;
  /** True while a task token is waited for, so nothing happens by itself. */
  readonly waiting: boolean;
  /** Resolves when it has ended, well or not. */
  readonly ended: Promise<void>;
  /** Leaves it where it is; it can be resumed. */
  abandon(): void;
}

const invokeInput = z.object({ FunctionName: z.string(), Payload: z.unknown() });

const failureOf = (error: unknown): NamedFailure => {
  const name = error instanceof Error ? error.name : 'Error';
  const message = error instanceof Error ? error.message : String(error);
  // What Lambda hands to Step Functions, without the trace.
  return new NamedFailure(name, JSON.stringify({ errorType: name, errorMessage: message }));
};

const isMachine = (value: unknown): value is StateMachineDefinition =>
  typeof value === 'object' && value !== null && 'States' in value && 'StartAt' in value;

/** The definition from `state` on, without the time-outs that are ours to keep (the package overflows on long ones). */
const machineFrom = (definition: WorkflowDefinition, state: string, entered: (name: string) => void): StateMachine => {
  const states = Object.entries(definition.States).map(([name, { TimeoutSeconds, ...rest }]) => {
    const kept = taskStyle(rest.Resource) === 'token' || TimeoutSeconds === undefined ? {} : { TimeoutSeconds };
    return [name, { ...rest, ...kept }] as const;
  });
  const { TimeoutSeconds: _ours, ...machine } = definition;
  const byName = new Map<unknown, unknown>(states);
  const statesByName: object = Object.fromEntries(states);
  // The package looks a state up when it enters it: the only moment at which it tells, and not too late.
  const States = new Proxy(statesByName, {
    get: (_target, name) => {
      if (typeof name === 'string' && byName.has(name)) entered(name);
      return byName.get(name);
    },
  });
  const resumable = { ...machine, StartAt: state, States };
  if (!isMachine(resumable)) throw new Error('not a state machine');
  return new StateMachine(resumable, { validationOptions: { noValidate: true } });
};

class RunningExecution implements Execution {
  stored: StoredExecution;
  waiting = false;
  readonly ended: Promise<void>;
  readonly #definition: WorkflowDefinition;
  readonly #ports: ExecutionPorts;
  readonly #cancels = new Set<() => void>();
  /** The token that `$$.Task.Token` names until its task has taken it. */
  #token: string | undefined;
  #state = '';
  #abandoned = false;
  #timedOut = false;
  #abort: () => void = () => undefined;
  /** Resolved by the log once it has told the input of the state that was entered last. */
  #input = Promise.withResolvers<string>();

  constructor(stored: StoredExecution, definition: WorkflowDefinition, ports: ExecutionPorts) {
    this.stored = stored;
    this.#token = stored.token;
    this.#definition = definition;
    this.#ports = ports;
    this.ended = this.#run();
  }

  abandon(): void {
    this.#abandoned = true;
    this.#abort();
  }

  async #run(): Promise<void> {
    const machine = machineFrom(this.#definition, this.stored.state, (name) => this.#enter(name));
    const { result, eventLogs, abort } = machine.run(z.json().parse(JSON.parse(this.stored.stateInput)), {
      context: this.#context(),
      overrides: { taskResourceLocalHandlers: this.#handlers(), retryIntervalOverrides: this.#retryDelays() },
    });
    this.#abort = abort;
    this.#limit(this.#definition.TimeoutSeconds, this.stored.startedAt, () => {
      this.#timedOut = true;
      abort();
    });
    const told = this.#follow(eventLogs);
    const failure = await result.then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    for (const cancel of this.#cancels) cancel();
    if (this.#abandoned) return;
    await told;
    const { token: _token, waitingSince: _since, ...rest } = this.stored;
    const cause = failure?.cause instanceof Error ? failure.cause.name : failure?.name;
    this.stored = {
      ...rest,
      status: failure === undefined ? 'succeeded' : this.#timedOut ? 'timed_out' : 'failed',
      ...(cause === undefined ? {} : { error: cause }),
    };
    await this.#ports.store.save(this.stored);
  }

  #enter(name: string): void {
    this.#state = name;
    this.#input = Promise.withResolvers<string>();
  }

  async #follow(events: AsyncGenerator<{ type: string; state?: { name: string; input: unknown } }>): Promise<void> {
    for await (const event of events) {
      if (event.type === 'StateRetried') this.stored = { ...this.stored, transitions: this.stored.transitions + 1 };
      if (event.type !== 'StateEntered' || event.state === undefined) continue;
      const { name, input } = event.state;
      this.stored = { ...this.stored, state: name, transitions: this.stored.transitions + 1 };
      this.#input.resolve(JSON.stringify(input));
    }
  }

  #context() {
    const { workflow, name, startedAt } = this.stored;
    const token = (): string => (this.#token ??= this.#ports.tokens.make());
    const state = (): string => this.#state;
    return {
      Execution: {
        Id: `arn:aws:states:ap-south-1:000000000000:execution:${workflow}:${name}`,
        Name: name,
        StartedAt: startedAt,
      },
      StateMachine: { Name: workflow },
      State: {
        get Name(): string {
          return state();
        },
      },
      Task: {
        get Token(): string {
          return token();
        },
      },
    };
  }

  #retryDelays(): Record<string, number> {
    const { retryDelayMs } = this.#ports;
    return retryDelayMs === undefined
      ? {}
      : Object.fromEntries(Object.keys(this.#definition.States).map((name) => [name, retryDelayMs]));
  }

  #handlers() {
    const tasks = Object.entries(this.#definition.States).filter(([, { Type }]) => Type === 'Task');
    return Object.fromEntries(
      tasks.map(([name, { Resource, TimeoutSeconds }]) => [
        name,
        async (input: unknown) => {
          const call = invokeInput.parse(input);
          const answered =
            taskStyle(Resource) === 'token' ? await this.#await(call, TimeoutSeconds) : await this.#answer(call);
          return z.json().parse(answered ?? {});
        },
      ]),
    );
  }

  async #invoke({ FunctionName, Payload }: z.output<typeof invokeInput>): Promise<unknown> {
    return this.#ports.operations.invoke(this.#ports.operationOf(FunctionName), Payload).catch((error: unknown) => {
      throw failureOf(error);
    });
  }

  async #answer(call: z.output<typeof invokeInput>): Promise<unknown> {
    await this.#remember(undefined);
    return { StatusCode: 200, Payload: (await this.#invoke(call)) ?? null };
  }

  async #await(call: z.output<typeof invokeInput>, timeoutSeconds: number | undefined): Promise<unknown> {
    const token = this.#token ?? this.#ports.tokens.make();
    this.#token = undefined;
    const answer = this.#ports.tokens.wait(token);
    await this.#remember(token);
    const cancel = this.#limit(timeoutSeconds, this.stored.waitingSince ?? 0, () => {
      this.#ports.tokens.fail(token, new NamedFailure('States.Timeout', 'no answer within the time limit'));
    });
    try {
      // A function that fails fails its task; one that succeeds only began it.
      await this.#invoke(call).catch((error: unknown) => {
        this.#ports.tokens.fail(token, failureOf(error instanceof NamedFailure ? error : failureOf(error)));
        throw error;
      });
      this.waiting = true;
      return await answer;
    } finally {
      this.waiting = false;
      cancel();
    }
  }

  /** Stores where the execution stands before anything is called: a restart repeats at most this state. */
  async #remember(token: string | undefined): Promise<void> {
    const stateInput = await this.#input.promise;
    const { token: before, waitingSince: since, ...rest } = this.stored;
    const isSame = token !== undefined && token === before && since !== undefined;
    const waitingSince = isSame ? since : toEpochSeconds(this.#ports.clock.now());
    this.stored = { ...rest, state: this.#state, stateInput, ...(token === undefined ? {} : { token, waitingSince }) };
    await this.#ports.store.save(this.stored);
  }

  #limit(seconds: number | undefined, sinceEpochSeconds: number, expire: () => void): () => void {
    if (seconds === undefined) return () => undefined;
    const left = (sinceEpochSeconds + seconds) * 1_000 - this.#ports.clock.now().epochMilliseconds;
    const cancel = longTimeout(expire, left);
    this.#cancels.add(cancel);
    return () => {
      cancel();
      this.#cancels.delete(cancel);
    };
  }
}

/** Runs an execution from where it stands. */
export const runExecution = (
  stored: StoredExecution,
  definition: WorkflowDefinition,
  ports: ExecutionPorts,
): Execution => new RunningExecution(stored, definition, ports);
