import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { dynamoTable } from '../../../../functions/kernel/persistence/dynamo-table.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';
import { testClock } from '../../../support/test-clock.ts';

const client = new DynamoDBClient({ region: 'ap-south-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
const table = dynamoTable(client, 'nodal-test', testClock());
const write = { kind: 'put', item: { pk: 'a', sk: 'b' } } as const;
const documents = mockClient(DynamoDBDocumentClient);
afterAll(() => documents.restore());
const answering = (error: Error): void => void documents.onAnyCommand().rejects(error);

const cancelled = (...codes: string[]): Error =>
  new TransactionCanceledException({
    message: '',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({
      Code,
      ...(Code === 'ConditionalCheckFailed' ? { Item: { n: { N: '7' } } } : {}),
    })),
  });

afterEach(() => {
  documents.reset();
});

describe('What DynamoDB answers to a transaction', () => {
  it('is told by position, with the item that was found', async () => {
    answering(cancelled('None', 'ConditionalCheckFailed', 'TransactionConflict', 'ThrottlingError', 'ValidationError'));
    expect(await table.transact([write], 't')).toEqual({
      kind: 'cancelled',
      reasons: [
        { kind: 'none' },
        { kind: 'condition', old: { n: 7n } },
        { kind: 'conflict' },
        { kind: 'throttled' },
        { kind: 'other', code: 'ValidationError' },
      ],
    });
  });

  it.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'])(
    'I5 %s was certainly not written',
    async (name) => {
      answering(awsError(name));
      expect(await table.transact([write], 't')).toEqual({ kind: 'cancelled', reasons: [{ kind: 'throttled' }] });
    },
  );

  it.each([
    ['InternalServerError', 500],
    ['TransactionInProgressException', 400],
    ['TimeoutError', 400],
    ['SyntaxError', 200],
  ])('I5 after %s nobody knows', async (name, status) => {
    answering(awsError(name, status));
    expect(await table.transact([write], 't')).toEqual({ kind: 'unknown' });
  });

  it.each(['ValidationException', 'AccessDeniedException', 'IdempotentParameterMismatchException'])(
    '%s is a defect',
    async (name) => {
      answering(awsError(name));
      await expect(table.transact([write], 't')).rejects.toMatchObject({ name });
    },
  );
});

describe('A table that does not answer', () => {
  it.each(['InternalServerError', 'ThrottlingException', 'TimeoutError'])('is unavailable: %s', async (name) => {
    answering(awsError(name, 500));
    await expect(table.get(write.item)).rejects.toMatchObject(temporarilyUnavailable);
    await expect(table.query({ pk: 'a', limit: 1 })).rejects.toMatchObject(temporarilyUnavailable);
    await expect(table.write(write)).rejects.toMatchObject(temporarilyUnavailable);
  });
});
