import { describe, expect, test } from 'vitest';
import type { OperationInvoker } from '../../functions/kernel/platform/platform.ts';
import { activity } from '../../local/activity.ts';
import { localLog } from '../../local/log.ts';
import { systemClock } from '../../functions/kernel/time/clock.ts';
import { parseDefinition } from '../../local/workflows/definition.ts';
import { localWorkflows } from '../../local/workflows/engine.ts';
import type { ExecutionStore, StoredExecution } from '../../local/workflows/stored-execution.ts';
import { taskTokens } from '../../local/workflows/task-tokens.ts';

const invoke = 'arn:aws:states:::lambda:invoke';
const failed = { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Mark' };

const definitionText = JSON.stringify({
  StartAt: 'Wait for it',
  TimeoutSeconds: 31 * 86_400,
  States: {
    'Wait for it': {
      Type: 'Task',
      Resource: `${invoke}.waitForTaskToken`,
      Parameters: { FunctionName: 'ask', Payload: { 'id.$': '$.id', 'taskToken.$': '$$.Task.Token' } },
      TimeoutSeconds: 30 * 86_400,
      ResultPath: null,
      Retry: [{ ErrorEquals: ['temporarily_unavailable'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 2 }],
      Catch: [failed],
      Next: 'Act',
    },
    Act: {
      Type: 'Task',
      Resource: invoke,
      Parameters: { FunctionName: 'act', 'Payload.$': '$' },
      TimeoutSeconds: 120,
      ResultPath: null,
      Retry: [{ ErrorEquals: ['temporarily_unavailable'], IntervalSeconds: 2, MaxAttempts: 2, JitterStrategy: 'FULL' }],
      Catch: [failed],
      Next: 'Done',
    },
    Mark: {
      Type: 'Task',
      Resource: invoke,
      Parameters: { FunctionName: 'mark', Payload: { 'id.$': '$.id', 'failure.$': '$.failure' } },
      ResultPath: null,
      Next: 'Which',
    },
    Which: {
      Type: 'Choice',
      Choices: [{ Variable: '$.failure.Error', StringMatches: 'kyc_*', Next: 'Kyc failed' }],
      Default: 'Failed',
    },
    'Kyc failed': { Type: 'Fail', Error: 'kyc_failed', Cause: 'not verified' },
    Failed: { Type: 'Fail', Error: 'failed', Cause: 'for good' },
    Done: { Type: 'Succeed' },
  },
});

const memoryStore = (): ExecutionStore & { readonly kept: Map<string, StoredExecution> } => {
  const kept = new Map<string, StoredExecution>();
  return {
    kept,
    create: async (execution) => {
      if (kept.has(execution.name)) return false;
      kept.set(execution.name, execution);
      return true;
    },
    save: async (execution) => void kept.set(execution.name, execution),
    running: async () => [...kept.values()].filter(({ status }) => status === 'running'),
  };
};

interface Call {
  readonly operation: string;
  readonly payload: { id?: string; taskToken?: string; failure?: { Error: string } };
}

/** Operations by name; what they are called with is remembered. */
const recorder = (behaviour: Record<string, (attempt: number) => unknown>) => {
  const calls: Call[] = [];
  const operations: OperationInvoker = {
    invoke: async (operation, payload) => {
      calls.push({ operation, payload: payload as Call['payload'] });
      return behaviour[operation]?.(calls.filter((call) => call.operation === operation).length);
    },
  };
  return { calls, operations, of: (operation: string) => calls.filter((call) => call.operation === operation) };
};

const engine = (operations: OperationInvoker, store = memoryStore()) => {
  const workflows = localWorkflows(new Map([['fixture', parseDefinition('fixture', definitionText)]]), {
    operations,
    operationOf: (name) => name,
    store,
    tokens: taskTokens(),
    clock: systemClock,
    log: localLog(systemClock).log,
    work: activity(),
    retryDelayMs: 1,
  });
  return { workflows, store };
};

const start = { workflow: 'fixture', name: 'iss_1', input: { id: 'iss_1' } };

const named = (name: string): Error => Object.assign(new Error('explained'), { name });

const until = async (condition: () => boolean): Promise<void> => {
  await expect.poll(condition, { interval: 2 }).toBe(true);
};

describe('workflow runner', () => {
  test('waits for the task token, goes on when it is answered and ends in the terminal state', async () => {
    const { operations, of } = recorder({});
    const { workflows, store } = engine(operations);
    await workflows.start(start);
    await until(() => workflows.settled() as boolean);
    expect(store.kept.get('iss_1')).toMatchObject({ status: 'running', state: 'Wait for it' });
    expect(of('act')).toHaveLength(0);

    const token = of('ask')[0]?.payload.taskToken ?? '';
    expect(await workflows.succeed(token, { ok: true })).toBe(true);
    await until(() => store.kept.get('iss_1')?.status === 'succeeded');
    expect(of('act')[0]?.payload).toEqual({ id: 'iss_1' });
    expect(store.kept.get('iss_1')?.transitions).toBe(3);
  });

  test('an answered or unknown token is no longer waited for', async () => {
    const { operations, of } = recorder({});
    const { workflows } = engine(operations);
    await workflows.start(start);
    await until(() => workflows.settled() as boolean);
    const token = of('ask')[0]?.payload.taskToken ?? '';
    await workflows.succeed(token, {});
    expect(await workflows.succeed(token, {})).toBe(false);
    expect(await workflows.fail('unknown', { error: 'x', cause: 'y' })).toBe(false);
  });

  test('a second start of the same name is the same execution', async () => {
    const { operations, of } = recorder({});
    const { workflows } = engine(operations);
    await workflows.start(start);
    await workflows.start(start);
    await until(() => workflows.settled() as boolean);
    expect(of('ask')).toHaveLength(1);
  });

  test('retries the named error, each time with a new token, then goes on', async () => {
    const { operations, of } = recorder({
      ask: (attempt) => {
        if (attempt === 1) throw named('temporarily_unavailable');
        return null;
      },
    });
    const { workflows, store } = engine(operations);
    await workflows.start(start);
    await until(() => of('ask').length === 2 && (workflows.settled() as boolean));
    const [first, second] = of('ask').map(({ payload }) => payload.taskToken ?? '');
    expect(first).not.toBe(second);
    expect(await workflows.succeed(first ?? '', {})).toBe(false);
    expect(await workflows.succeed(second ?? '', {})).toBe(true);
    await until(() => store.kept.get('iss_1')?.status === 'succeeded');
    expect(store.kept.get('iss_1')?.transitions).toBe(4);
  });

  test('a failure of the token is caught by its error and ends in the state named after the cause', async () => {
    const { operations, of } = recorder({});
    const { workflows, store } = engine(operations);
    await workflows.start(start);
    await until(() => workflows.settled() as boolean);
    await workflows.fail(of('ask')[0]?.payload.taskToken ?? '', { error: 'kyc_rejected', cause: 'the vendor said no' });
    await until(() => store.kept.get('iss_1')?.status === 'failed');
    expect(of('mark')[0]?.payload).toEqual({
      id: 'iss_1',
      failure: { Error: 'kyc_rejected', Cause: 'the vendor said no' },
    });
    expect(store.kept.get('iss_1')).toMatchObject({ state: 'Kyc failed', error: 'kyc_failed' });
  });

  test('an error that outlasts its retries is caught with the name that the function threw', async () => {
    const { operations, of } = recorder({
      act: () => {
        throw named('temporarily_unavailable');
      },
    });
    const { workflows, store } = engine(operations);
    await workflows.start(start);
    await until(() => workflows.settled() as boolean);
    await workflows.succeed(of('ask')[0]?.payload.taskToken ?? '', {});
    await until(() => store.kept.get('iss_1')?.status === 'failed');
    expect(of('act')).toHaveLength(3);
    expect(of('mark')[0]?.payload.failure?.Error).toBe('temporarily_unavailable');
    expect(store.kept.get('iss_1')?.state).toBe('Failed');
  });

  test('an open execution is taken up after a restart and its token still counts', async () => {
    const before = recorder({});
    const first = engine(before.operations);
    await first.workflows.start(start);
    await until(() => first.workflows.settled() as boolean);
    const token = before.of('ask')[0]?.payload.taskToken ?? '';
    first.workflows.stop();

    const after = recorder({});
    const second = engine(after.operations, first.store);
    await second.workflows.resume();
    await until(() => second.workflows.settled() as boolean);
    expect(after.of('ask')[0]?.payload.taskToken).toBe(token);
    expect(await second.workflows.succeed(token, {})).toBe(true);
    await until(() => second.store.kept.get('iss_1')?.status === 'succeeded');
    expect(after.of('act')[0]?.payload).toEqual({ id: 'iss_1' });
  });

  test('a token that is waited for too long fails with States.Timeout', async () => {
    const { operations, of } = recorder({});
    const store = memoryStore();
    const { workflows } = engine(operations, store);
    const longAgo = Math.floor(systemClock.now().epochMilliseconds / 1_000) - 30 * 86_400 - 5;
    store.kept.set('iss_1', {
      workflow: 'fixture',
      name: 'iss_1',
      status: 'running',
      state: 'Wait for it',
      stateInput: '{"id":"iss_1"}',
      token: 'kept-token',
      waitingSince: longAgo,
      startedAt: longAgo,
      transitions: 1,
    });
    await workflows.resume();
    await until(() => store.kept.get('iss_1')?.status === 'failed');
    expect(of('mark')[0]?.payload.failure?.Error).toBe('States.Timeout');
  });

  test('a task that would call AWS and a feature that the runner ignores are refused', () => {
    const task = { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:putItem', End: true };
    expect(() => parseDefinition('x', JSON.stringify({ StartAt: 'A', States: { A: task } }))).toThrow(
      /does not invoke a function/,
    );
    const beating = { Type: 'Task', Resource: invoke, HeartbeatSeconds: 5, End: true };
    expect(() => parseDefinition('x', JSON.stringify({ StartAt: 'A', States: { A: beating } }))).toThrow(
      /HeartbeatSeconds/,
    );
    const jsonata = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Succeed' } } });
    expect(() => parseDefinition('x', jsonata)).toThrow();
  });
});
