import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Environment } from '../config/environment.ts';
import { answered, clientSettings, declared } from './aws-client.ts';
import type { QueueSender } from './platform.ts';

const stringAttributes = (attributes: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );

/** @param urls queue name → URL, of the queues that the declaration sends to */
export const sqsSender = (client: SQSClient, urls: Readonly<Record<string, string>>): QueueSender => ({
  send: async ({ queue, body, delaySeconds, group, attributes }) => {
    await answered(
      client.send(
        new SendMessageCommand({
          QueueUrl: declared(urls, 'queue', queue),
          MessageBody: body,
          ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
          // On a standard queue it makes the queue fair (SQS fair queues); it orders nothing.
          ...(group === undefined ? {} : { MessageGroupId: group }),
          ...(attributes === undefined ? {} : { MessageAttributes: stringAttributes(attributes) }),
        }),
      ),
    );
  },
});

/** A message may be sent twice when an answer is lost; every consumer is idempotent anyway. */
export const awsQueues = (environment: Environment): QueueSender =>
  sqsSender(new SQSClient(clientSettings({ attempts: 3, requestTimeoutMs: 1500 })), environment.queues);
