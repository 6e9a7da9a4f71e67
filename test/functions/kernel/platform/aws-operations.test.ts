import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { lambdaInvoker } from '../../../../functions/kernel/platform/aws-operations.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';

const lambda = mockClient(LambdaClient);
afterAll(() => lambda.restore());
const operations = lambdaInvoker(new LambdaClient({}), 'nodal-dev-');
// The SDK's own byte array has more methods; the adapter reads the bytes.
const payload = (text: string): never => Buffer.from(text) as never;

beforeEach(() => {
  lambda.reset();
});

describe('operations in Lambda', () => {
  it('design 5 invokes the function by its physical name and answers what it answered', async () => {
    lambda.on(InvokeCommand).resolves({ Payload: payload('{"done":true}') });
    expect(await operations.invoke('expireKycCase', { tenantId: 'ten_1' })).toEqual({ done: true });
    const { Payload, ...rest } = lambda.commandCalls(InvokeCommand)[0]!.args[0].input;
    expect(rest).toEqual({ FunctionName: 'nodal-dev-expire-kyc-case', InvocationType: 'RequestResponse' });
    expect(Buffer.from(Payload as Uint8Array).toString()).toBe('{"tenantId":"ten_1"}');
  });

  it.each([
    ['null', 'null', null],
    ['nothing', '', undefined],
  ])('design 5 answers %s', async (_name, text, expected) => {
    lambda.on(InvokeCommand).resolves({ Payload: payload(text) });
    expect(await operations.invoke('expireKycCase', {})).toBe(expected);
  });

  it('design 5 throws when the function threw, naming the error and not its message', async () => {
    lambda.on(InvokeCommand).resolves({
      FunctionError: 'Unhandled',
      Payload: payload('{"errorType":"invalid_state","errorMessage":"Asha Rao owns it"}'),
    });
    await expect(operations.invoke('expireKycCase', {})).rejects.toMatchObject({
      name: 'OperationFailed',
      message: 'expireKycCase failed: invalid_state',
    });
  });

  it.each(['', 'segfault', '{}', '{"errorType":"Asha Rao"}'])(
    'design 5 throws when the runtime died with "%s"',
    async (text) => {
      lambda.on(InvokeCommand).resolves({ FunctionError: 'Unhandled', Payload: payload(text) });
      await expect(operations.invoke('expireKycCase', {})).rejects.toThrow('expireKycCase failed: Unknown');
    },
  );

  it('design 5 says so when Lambda does not answer', async () => {
    lambda.on(InvokeCommand).rejects(awsError('TooManyRequestsException', 429));
    await expect(operations.invoke('expireKycCase', {})).rejects.toMatchObject(temporarilyUnavailable);
  });
});
