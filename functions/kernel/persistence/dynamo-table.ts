import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../time/clock.ts';
import { outcomeOfFailure, readFailure, writeFailure } from './dynamo-outcomes.ts';
import { toQuery, toTransactItem } from './dynamo-requests.ts';
import { unlessExpired, wrapNumbers } from './stream-image.ts';
import type { QueryPage, Table, TransactOutcome } from './table.ts';

/**
 * The Table over DynamoDB.
 * @param client its retries must be off for transactions' sake: the unit of work owns them
 * @param clock real time, against which TTL is judged: an expired item may still be stored for days
 */
export const dynamoTable = (client: DynamoDBClient, tableName: string, clock: Clock): Table => {
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers },
  });
  // It copies all that goes in and out, for a log that nobody keeps.
  documents.middlewareStack.remove('loggerMiddleware');
  return {
    get: async (key, options) => {
      const read = new GetCommand({
        TableName: tableName,
        Key: { ...key },
        ConsistentRead: options?.eventual !== true,
      });
      const { Item: found } = await documents.send(read).catch(readFailure);
      return unlessExpired(found, clock);
    },
    query: async (request): Promise<QueryPage> => {
      const answer = await documents.send(new QueryCommand(toQuery(tableName, request))).catch(readFailure);
      return {
        items: (answer.Items ?? []).filter((item) => unlessExpired(item, clock) !== undefined),
        last: answer.LastEvaluatedKey,
      };
    },
    transact: async (writes, token) => {
      const items = writes.map((write) => toTransactItem(tableName, write));
      const command = new TransactWriteCommand({ TransactItems: items, ClientRequestToken: token });
      return documents.send(command).then((): TransactOutcome => ({ kind: 'committed' }), outcomeOfFailure);
    },
    write: async (write) => {
      const item = toTransactItem(tableName, write);
      try {
        if (item.Put !== undefined) await documents.send(new PutCommand(item.Put));
        if (item.Update !== undefined) await documents.send(new UpdateCommand(item.Update));
        if (item.Delete !== undefined) await documents.send(new DeleteCommand(item.Delete));
        return { ok: true };
      } catch (error) {
        return writeFailure(error);
      }
    },
  };
};
