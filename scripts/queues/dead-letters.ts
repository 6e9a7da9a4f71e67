import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';

/** A queue and its dead-letter queue, as AWS names them. */
export interface QueuePair {
  readonly queue: string;
  readonly deadLetters: string;
}

export const pairOf = (stage: string, queue: string): QueuePair => {
  const name = `nodal-${stage}-${queue}`;
  return { queue: name, deadLetters: `${name}-dlq` };
};

export interface FoundQueue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  /** Messages that can be received now; SQS counts approximately. */
  readonly waiting: number;
}

const urlOf = async (client: SQSClient, name: string): Promise<string | undefined> => {
  try {
    return (await client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
  } catch (error) {
    if (error instanceof Error && /QueueDoesNotExist|NonExistentQueue/u.test(error.name)) return undefined;
    throw error;
  }
};

/** @throws Error in one line when there is no such queue */
export const findQueue = async (client: SQSClient, name: string): Promise<FoundQueue> => {
  const url = await urlOf(client, name);
  if (url === undefined) throw new Error(`There is no queue ${name}: are --queue, --stage and the region right?`);
  const { Attributes: attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn', 'ApproximateNumberOfMessages'] }),
  );
  const arn = attributes.QueueArn;
  if (arn === undefined) throw new Error(`The queue ${name} does not tell its ARN.`);
  return { name, url, arn, waiting: Number(attributes.ApproximateNumberOfMessages ?? 0) };
};

/** At most this many messages at a time, which is SQS's own limit. */
const batchSize = 10;

/** Receives some messages with their attributes; none: the queue is empty, or what is left is hidden. */
export const receive = async (client: SQSClient, url: string, hiddenSeconds: number): Promise<readonly Message[]> => {
  const { Messages: messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: batchSize,
      VisibilityTimeout: hiddenSeconds,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['SentTimestamp', 'MessageGroupId'],
      MessageAttributeNames: ['All'],
    }),
  );
  return messages;
};

/** What may be shown of a dead letter: never its body. */
export interface DeadLetterFacts {
  readonly messageId: string;
  /** Since it was first sent. */
  readonly ageSeconds: number;
}

/** Looks at dead letters and lets them go again. @param most how many at most */
export const lookAt = async (
  client: SQSClient,
  { url }: FoundQueue,
  { most, nowMs }: { most: number; nowMs: number },
): Promise<readonly DeadLetterFacts[]> => {
  const seen = new Map<string, Message>();
  while (seen.size < most) {
    const fresh = (await receive(client, url, 30)).filter(({ MessageId: id = '' }) => !seen.has(id));
    if (fresh.length === 0) break;
    for (const message of fresh) seen.set(message.MessageId ?? '', message);
  }
  for (const { ReceiptHandle: handle } of seen.values()) {
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: handle, VisibilityTimeout: 0 }),
    );
  }
  return [...seen].map(([messageId, { Attributes: attributes = {} }]) => {
    const sentAt = Number(attributes.SentTimestamp ?? nowMs);
    return { messageId, ageSeconds: Math.max(0, Math.floor((nowMs - sentAt) / 1000)) };
  });
};
