import middy from '@middy/core';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { itemOfImage } from '../persistence/stream-image.ts';
import type { Item } from '../persistence/table.ts';
import type { BasePlatform } from '../platform/platform.ts';
import { errorFields } from '../observability/log.ts';
import { measuredTrigger } from './measured-trigger.ts';
import type { StreamDeclaration } from './declaration.ts';

/** One change of the table, as the stream tells it. */
export interface Change {
  readonly kind: 'insert' | 'modify' | 'remove';
  readonly after: Item | undefined;
  readonly before: Item | undefined;
  readonly sequenceNumber: string;
}

/** @returns the position of the first change that was not handled; undefined when all were */
export type StreamUseCase = (changes: readonly Change[]) => Promise<number | undefined>;

const kinds = { INSERT: 'insert', MODIFY: 'modify', REMOVE: 'remove' } as const;

const toChange = ({ eventName, dynamodb }: DynamoDBRecord): Change => ({
  kind: kinds[eventName ?? 'MODIFY'],
  after: itemOfImage(dynamodb?.NewImage),
  before: itemOfImage(dynamodb?.OldImage),
  sequenceNumber: dynamodb?.SequenceNumber ?? '',
});

/** The chain of a stream operation: in order; a failure repeats from the first change that was not handled. */
export const streamOperation = (
  declaration: StreamDeclaration,
  platform: BasePlatform,
  useCase: StreamUseCase,
): ((event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>) =>
  middy<DynamoDBStreamEvent, DynamoDBBatchResponse>(async (event: DynamoDBStreamEvent) => {
    const changes = event.Records.map(toChange);
    const failedAt = await useCase(changes).catch((error: unknown) => {
      platform.log.error('stream_batch_failed', { operation: declaration.operationId, ...errorFields(error) });
      return 0;
    });
    if (failedAt === undefined) return { batchItemFailures: [] };
    const failed = changes[failedAt];
    if (failed === undefined) throw new RangeError(`there is no change ${failedAt} among ${changes.length}`);
    return { batchItemFailures: [{ itemIdentifier: failed.sequenceNumber }] };
  }).use(measuredTrigger(declaration.operationId, platform));
