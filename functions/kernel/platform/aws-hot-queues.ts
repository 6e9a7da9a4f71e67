import { readAwsAccess } from '../config/aws-access.ts';
import type { Environment } from '../config/environment.ts';
import { answered } from './aws-client.ts';
import type { HotCall, HotService } from './aws-hot-call.ts';
import { hotCall } from './aws-hot-call.ts';
import type { QueueSender } from './platform.ts';
import { sendMessageInput } from './aws-send-message.ts';

export const hotSqs: HotService = {
  name: 'sqs',
  target: 'AmazonSQS',
  contentType: 'application/x-amz-json-1.0',
  requestTimeoutMs: 700,
};

/** @param urls queue name → URL, of the queues that the declaration sends to */
export const hotSender = (call: HotCall, urls: Readonly<Record<string, string>>): QueueSender => ({
  send: async (message) => {
    await answered(call('SendMessage', { ...sendMessageInput(urls, message) }));
  },
});

/** Queues without the SDK. A message may be sent twice when an answer is lost; every consumer is idempotent anyway. */
export const awsHotQueues = (environment: Environment): QueueSender =>
  hotSender(hotCall(readAwsAccess(), hotSqs), environment.queues);
