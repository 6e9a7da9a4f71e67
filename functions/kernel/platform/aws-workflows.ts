import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Environment } from '../config/environment.ts';
import { answered, clientSettings, declared, isNamed } from './aws-client.ts';
import type { WorkflowEngine } from './platform.ts';

/** @returns false when nobody waits for the token any more */
const awaited = async (call: Promise<unknown>): Promise<boolean> => {
  try {
    await answered(call);
    return true;
  } catch (error) {
    if (isNamed(error, 'TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken')) return false;
    throw error;
  }
};

/** @param arns workflow name → state machine ARN */
export const stepFunctions = (client: SFNClient, arns: Readonly<Record<string, string>>): WorkflowEngine => ({
  start: async ({ workflow, name, input }) => {
    const command = new StartExecutionCommand({
      stateMachineArn: declared(arns, 'workflow', workflow),
      name,
      input: JSON.stringify(input),
    });
    try {
      await answered(client.send(command));
    } catch (error) {
      // The name is the business key: what was started under it, running or done, is this execution.
      if (!isNamed(error, 'ExecutionAlreadyExists')) throw error;
    }
  },
  succeed: async (token, output) =>
    awaited(client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) }))),
  fail: async (token, { error, cause }) =>
    awaited(client.send(new SendTaskFailureCommand({ taskToken: token, error, cause }))),
});

export const awsWorkflows = (environment: Environment): WorkflowEngine =>
  stepFunctions(new SFNClient(clientSettings({ attempts: 3, requestTimeoutMs: 2000 })), environment.workflows);
