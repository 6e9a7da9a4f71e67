import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { DomainError } from '../errors/domain-error.ts';
import type { ErrorKind } from '../errors/domain-error.ts';
import type { Log } from '../observability/log.ts';
import { errorFields } from '../observability/log.ts';
import type { BasePlatform } from '../platform/platform.ts';
import { measuredTrigger } from './measured-trigger.ts';
import type { QueueDeclaration } from './declaration.ts';

/** One message of a queue. `attempt` counts deliveries from 1. */
export interface QueueInput<Message> {
  readonly message: Message;
  readonly messageId: string;
  readonly attempt: number;
  readonly log: Log;
}

export type QueueUseCase<Declaration extends QueueDeclaration> = (
  input: QueueInput<z.output<Declaration['message']>>,
) => Promise<void>;

/** Which violations a later delivery may overcome. All others go to the DLQ after the queue's receive count. */
const transient = new Set<ErrorKind>(['unavailable', 'limited', 'conflict']);

const report = (log: Log, error: unknown): void => {
  if (error instanceof DomainError && transient.has(error.kind)) {
    log.warn('message_delayed', { code: error.code });
  } else if (error instanceof DomainError) {
    log.error('message_refused', { code: error.code });
  } else {
    log.error('message_failed', errorFields(error));
  }
};

/**
 * The chain of every queue operation: each message by itself, failures reported one by one, so that one poison
 * message neither blocks nor repeats the others.
 */
export const queueOperation = <Declaration extends QueueDeclaration>(
  declaration: Declaration,
  platform: BasePlatform,
  useCase: QueueUseCase<Declaration>,
): ((event: SQSEvent, context: Context) => Promise<SQSBatchResponse>) => {
  const one = async (record: SQSRecord): Promise<boolean> => {
    const log = platform.log.with({ operation: declaration.operationId, messageId: record.messageId });
    try {
      const message = z.parse<Declaration['message']>(declaration.message, JSON.parse(record.body));
      const attempt = Number(record.attributes.ApproximateReceiveCount);
      await useCase({
        message,
        messageId: record.messageId,
        attempt,
        log,
      });
      return true;
    } catch (error) {
      report(log, error);
      return false;
    }
  };
  return middy<SQSEvent, SQSBatchResponse>(async (event: SQSEvent) => {
    const done = await Promise.all(event.Records.map(async (record) => ({ record, ok: await one(record) })));
    const failures = done.filter(({ ok }) => !ok);
    return { batchItemFailures: failures.map(({ record }) => ({ itemIdentifier: record.messageId })) };
  }).use(measuredTrigger(declaration.operationId, platform));
};
