import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { Environment } from '../config/environment.ts';
import { kebab } from '../operation/declaration.ts';
import { answered, clientSettings } from './aws-client.ts';
import type { OperationInvoker } from './platform.ts';

/** The invoked function threw. Its message stays where it was: it may quote data. */
export class OperationFailed extends Error {
  override name = 'OperationFailed';
}

const failure = z.object({ errorType: z.string().regex(/^[\w.]{1,80}$/) });

const textOf = (payload: Uint8Array | undefined): string => Buffer.from(payload ?? []).toString();

const errorTypeOf = (payload: string): string => {
  try {
    return failure.parse(JSON.parse(payload)).errorType;
  } catch {
    // A runtime crash has no such body; the failure is reported all the same.
    return 'Unknown';
  }
};

/** @param prefix `nodal-<stage>-`; the kebab-case operation id follows */
export const lambdaInvoker = (client: LambdaClient, prefix: string): OperationInvoker => ({
  invoke: async (operationId, payload) => {
    const command = new InvokeCommand({
      FunctionName: `${prefix}${kebab(operationId)}`,
      InvocationType: 'RequestResponse',
      Payload: Buffer.from(JSON.stringify(payload)),
    });
    const { FunctionError, Payload } = await answered(client.send(command));
    const text = textOf(Payload);
    if (FunctionError !== undefined) throw new OperationFailed(`${operationId} failed: ${errorTypeOf(text)}`);
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    return answer;
  },
});

/** Waits as long as any invoked function may run; a repeat after a lost answer meets an idempotent operation. */
export const awsOperations = (environment: Environment): OperationInvoker =>
  lambdaInvoker(
    new LambdaClient(clientSettings({ attempts: 2, requestTimeoutMs: 35_000 })),
    environment.functionPrefix,
  );
