import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Environment } from '../config/environment.ts';
import { answered, clientSettings } from './aws-client.ts';
import type { QueueSender } from './platform.ts';
import { sendMessageInput } from './aws-send-message.ts';

/** @param urls queue name → URL, of the queues that the declaration sends to */
export const sqsSender = (client: SQSClient, urls: Readonly<Record<string, string>>): QueueSender => ({
  send: async (message) => {
    await answered(client.send(new SendMessageCommand(sendMessageInput(urls, message))));
  },
});

/** A message may be sent twice when an answer is lost; every consumer is idempotent anyway. */
export const awsQueues = (environment: Environment): QueueSender =>
  sqsSender(new SQSClient(clientSettings({ attempts: 3, requestTimeoutMs: 1500 })), environment.queues);
