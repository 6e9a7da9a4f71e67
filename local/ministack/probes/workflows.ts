import assert from 'node:assert/strict';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { bundleFixtures } from './bundle.ts';
import { createFunction } from './functions.ts';
import { createQueue, receive } from './queues.ts';
import { eventually, present, probeRole, uniqueName } from './site.ts';
import type { Probe, ProbeSite } from './site.ts';

async function start(site: ProbeSite, states: object, input: object): Promise<string> {
  const created = await site.stepFunctions.send(
    new CreateStateMachineCommand({
      name: uniqueName('machine'),
      roleArn: probeRole,
      definition: JSON.stringify({ StartAt: 'First', States: states }),
    }),
  );
  const name = uniqueName('execution');
  const request = { stateMachineArn: created.stateMachineArn, name, input: JSON.stringify(input) };
  const started = await site.stepFunctions.send(new StartExecutionCommand(request));
  return present(started.executionArn, 'executionArn');
}

async function ended(site: ProbeSite, executionArn: string): Promise<DescribeExecutionOutput> {
  return eventually('the end of the execution', async () => {
    const found = await site.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    return found.status === 'RUNNING' ? undefined : found;
  });
}

/** Starts an execution that waits for a token and answers the token and the execution. */
async function startWaiting(site: ProbeSite): Promise<{ readonly execution: string; readonly token: string }> {
  const queue = await createQueue(site, 'tokens');
  const forward = await createFunction(site, 'forward', {
    files: await bundleFixtures(),
    handler: 'forward-message/index.handler',
    environment: { QUEUE_URL: queue.url },
  });
  const wait = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: {
      FunctionName: forward.arn,
      Payload: { 'token.$': '$$.Task.Token', 'execution.$': '$$.Execution.Name', 'customer.$': '$.customer' },
    },
    TimeoutSeconds: 30,
    ResultPath: '$.kyc',
    Catch: [{ ErrorEquals: ['KycRejected'], ResultPath: '$.failure', Next: 'Rejected' }],
    End: true,
  };
  const rejected = { Type: 'Fail', Error: 'KycRejected', Cause: 'The customer was not verified' };
  const execution = await start(site, { First: wait, Rejected: rejected }, { customer: 'cus_1' });
  const sent = await eventually('the task token', () => receive(site, queue.url));
  assert.partialDeepStrictEqual(sent, { customer: 'cus_1' });
  assert.ok(typeof sent === 'object' && sent !== null && 'token' in sent && typeof sent.token === 'string');
  return { execution, token: sent.token };
}

const tokenProbe: Probe = {
  behaviour: 'resumes a workflow that waits for a task token',
  async run(site) {
    const { execution, token } = await startWaiting(site);
    const success = { taskToken: token, output: JSON.stringify({ status: 'verified' }) };
    await site.stepFunctions.send(new SendTaskSuccessCommand(success));
    const { status, output } = await ended(site, execution);
    assert.equal(status, 'SUCCEEDED');
    assert.deepEqual(JSON.parse(present(output, 'output')), { customer: 'cus_1', kyc: { status: 'verified' } });
  },
};

const tokenFailureProbe: Probe = {
  behaviour: 'catches a failed task token by its error name',
  async run(site) {
    const { execution, token } = await startWaiting(site);
    const failure = { taskToken: token, error: 'KycRejected', cause: 'face does not match' };
    await site.stepFunctions.send(new SendTaskFailureCommand(failure));
    assert.partialDeepStrictEqual(await ended(site, execution), { status: 'FAILED', error: 'KycRejected' });
  },
};

const caughtOutput = z.object({ failure: z.object({ Error: z.string(), Cause: z.string() }) });

const catchProbe: Probe = {
  behaviour: 'catches an error in a workflow by its name',
  needs: 'thrown_errors',
  async run(site) {
    const source = `let calls = 0;
      export const handler = async () => {
        calls += 1;
        const error = new Error('attempt ' + calls);
        error.name = calls < 3 ? 'ProviderBusy' : 'CardRefused';
        throw error;
      };`;
    const thrower = await createFunction(site, 'thrower', { files: { 'index.mjs': source } });
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: thrower.arn, 'Payload.$': '$' },
      Retry: [{ ErrorEquals: ['ProviderBusy'], IntervalSeconds: 1, MaxAttempts: 3, JitterStrategy: 'FULL' }],
      Catch: [
        { ErrorEquals: ['CardRefused'], ResultPath: '$.failure', Next: 'Caught' },
        { ErrorEquals: ['States.ALL'], Next: 'Other' },
      ],
      End: true,
    };
    const states = { First: task, Caught: { Type: 'Succeed' }, Other: { Type: 'Fail', Error: 'Other' } };
    const { status, output } = await ended(site, await start(site, states, { customer: 'cus_1' }));
    assert.equal(status, 'SUCCEEDED');
    const { failure } = caughtOutput.parse(JSON.parse(present(output, 'output')));
    assert.equal(failure.Error, 'CardRefused');
    assert.partialDeepStrictEqual(JSON.parse(failure.Cause), { errorType: 'CardRefused', errorMessage: 'attempt 3' });
  },
};

const failingTokenTaskProbe: Probe = {
  behaviour: 'fails a token task at once when its function throws',
  needs: 'failing_token_tasks',
  async run(site) {
    const source = `export const handler = async () => { throw Object.assign(new Error('no'), { name: 'KycRejected' }); };`;
    const thrower = await createFunction(site, 'thrower', { files: { 'index.mjs': source } });
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: thrower.arn, Payload: { 'token.$': '$$.Task.Token' } },
      TimeoutSeconds: 10,
      Catch: [
        { ErrorEquals: ['States.Timeout'], Next: 'TimedOut' },
        { ErrorEquals: ['States.ALL'], Next: 'Caught' },
      ],
      End: true,
    };
    const states = { First: task, Caught: { Type: 'Succeed' }, TimedOut: { Type: 'Fail', Error: 'TimedOut' } };
    assert.equal((await ended(site, await start(site, states, {}))).status, 'SUCCEEDED');
  },
};

export const workflowProbes: readonly Probe[] = [tokenProbe, tokenFailureProbe, catchProbe, failingTokenTaskProbe];
