import type { SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { declared } from './aws-client.ts';
import type { QueueMessage } from './platform.ts';

const stringAttributes = (attributes: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );

/**
 * SQS SendMessage's parameters.
 * @param urls queue name → URL
 * @throws Error for a queue that the declaration does not list
 */
export const sendMessageInput = (
  urls: Readonly<Record<string, string>>,
  { queue, body, delaySeconds, group, attributes }: QueueMessage,
): SendMessageCommandInput => ({
  QueueUrl: declared(urls, 'queue', queue),
  MessageBody: body,
  ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
  // On a standard queue it makes the queue fair (SQS fair queues); it orders nothing.
  ...(group === undefined ? {} : { MessageGroupId: group }),
  ...(attributes === undefined ? {} : { MessageAttributes: stringAttributes(attributes) }),
});
