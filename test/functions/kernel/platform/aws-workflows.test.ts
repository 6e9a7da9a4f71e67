import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { stepFunctions } from '../../../../functions/kernel/platform/aws-workflows.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';

const sfn = mockClient(SFNClient);
afterAll(() => sfn.restore());
const workflows = stepFunctions(new SFNClient({}), { 'card-issuance': 'arn:machine' });
const execution = { workflow: 'card-issuance', name: 'iss_1', input: { tenantId: 'ten_1', issuanceId: 'iss_1' } };

beforeEach(() => {
  sfn.reset();
});

describe('workflows in Step Functions', () => {
  it('I13 starts an execution under its business key', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    await workflows.start(execution);
    expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: 'arn:machine',
      name: 'iss_1',
      input: '{"tenantId":"ten_1","issuanceId":"iss_1"}',
    });
  });

  it('I13 takes an execution that exists for this one', async () => {
    sfn.on(StartExecutionCommand).rejects(awsError('ExecutionAlreadyExists'));
    await expect(workflows.start(execution)).resolves.toBeUndefined();
  });

  it('I13 says so when nothing was started', async () => {
    sfn.on(StartExecutionCommand).rejectsOnce(awsError('ThrottlingException')).rejects(awsError('InvalidName'));
    await expect(workflows.start(execution)).rejects.toMatchObject(temporarilyUnavailable);
    await expect(workflows.start(execution)).rejects.toMatchObject({ name: 'InvalidName' });
    await expect(workflows.start({ ...execution, workflow: 'other' })).rejects.toThrow('workflow other');
  });

  it('I13 answers a token that is waited for', async () => {
    sfn.on(SendTaskSuccessCommand).resolves({});
    sfn.on(SendTaskFailureCommand).resolves({});
    expect(await workflows.succeed('token', { level: 'full' })).toBe(true);
    expect(await workflows.fail('token', { error: 'kyc_rejected', cause: 'rejected' })).toBe(true);
    expect(sfn.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input).toEqual({
      taskToken: 'token',
      output: '{"level":"full"}',
    });
    expect(sfn.commandCalls(SendTaskFailureCommand)[0]?.args[0].input).toEqual({
      taskToken: 'token',
      error: 'kyc_rejected',
      cause: 'rejected',
    });
  });

  it.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])('I13 answers false on %s', async (name) => {
    sfn.on(SendTaskSuccessCommand).rejects(awsError(name));
    sfn.on(SendTaskFailureCommand).rejects(awsError(name));
    expect(await workflows.succeed('token', {})).toBe(false);
    expect(await workflows.fail('token', { error: 'e', cause: 'c' })).toBe(false);
  });

  it('I13 does not take silence for a token that is gone', async () => {
    sfn.on(SendTaskSuccessCommand).rejectsOnce(awsError('TimeoutError')).rejects(awsError('AccessDeniedException'));
    await expect(workflows.succeed('token', {})).rejects.toMatchObject(temporarilyUnavailable);
    await expect(workflows.succeed('token', {})).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
