import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Item } from '../../functions/kernel/persistence/table.ts';

/** One change of the table, before and after. */
export interface TestChange {
  readonly before?: Item;
  readonly after?: Item;
}

const image = (item: Item | undefined): Record<string, AttributeValue> | undefined =>
  item === undefined ? undefined : marshall(item, { removeUndefinedValues: true });

const nameOf = ({ before, after }: TestChange): 'INSERT' | 'MODIFY' | 'REMOVE' => {
  if (before === undefined) return 'INSERT';
  return after === undefined ? 'REMOVE' : 'MODIFY';
};

/** The stream event that Lambda would get for these changes; sequence numbers are `s0`, `s1`, … */
export const streamEvent = (changes: readonly TestChange[]): DynamoDBStreamEvent => ({
  Records: changes.map(
    (change, position) =>
      ({
        eventName: nameOf(change),
        dynamodb: {
          SequenceNumber: `s${String(position)}`,
          NewImage: image(change.after),
          OldImage: image(change.before),
        },
      }) as DynamoDBRecord,
  ),
});
