import type { ListMessageMoveTasksResultEntry, Message, SQSClient } from '@aws-sdk/client-sqs';
import {
  DeleteMessageCommand,
  ListMessageMoveTasksCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FoundQueue, QueuePair } from './dead-letters.ts';
import { findQueue, lookAt, receive } from './dead-letters.ts';

export interface RedriveOptions {
  /** Only counts and shows. */
  readonly isDryRun: boolean;
  readonly nowMs: number;
  /** Between two looks at a move task, in milliseconds. */
  readonly pollMs: number;
}

const mostShown = 100;
const mostLooks = 300;
/** Long enough to send and delete a batch one by one. */
const hiddenSeconds = 60;

/** What an endpoint without move tasks calls an action that it does not know. */
const unknownAction = /InvalidAction|UnknownOperation|NotImplemented/u;

/** @returns false where the endpoint has no move tasks */
const startTask = async (client: SQSClient, from: FoundQueue, to: FoundQueue): Promise<boolean> => {
  try {
    await client.send(new StartMessageMoveTaskCommand({ SourceArn: from.arn, DestinationArn: to.arn }));
    return true;
  } catch (error) {
    if (error instanceof Error && unknownAction.test(error.name)) return false;
    throw error;
  }
};

/** @returns how many it moved, once it is over */
const movedBy = (task: ListMessageMoveTasksResultEntry | undefined, { name }: FoundQueue): number | undefined => {
  const moved = task?.ApproximateNumberOfMessagesMoved ?? 0;
  if (task?.Status !== 'FAILED' && task?.Status !== 'CANCELLED') {
    return task?.Status === 'COMPLETED' ? moved : undefined;
  }
  const reason = task.FailureReason ?? task.Status.toLowerCase();
  throw new Error(`The move task of ${name} stopped after ${String(moved)} messages: ${reason}.`);
};

const awaitTask = async (client: SQSClient, from: FoundQueue, pollMs: number): Promise<number> => {
  const latest = new ListMessageMoveTasksCommand({ SourceArn: from.arn, MaxResults: 1 });
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const { Results: [task] = [] } = await client.send(latest);
    const moved = movedBy(task, from);
    if (moved !== undefined) return moved;
    await sleep(pollMs);
  }
  throw new Error(`The move task of ${from.name} is still running; it goes on without this command.`);
};

interface Way {
  readonly from: FoundQueue;
  readonly to: FoundQueue;
}

const sendAgain = async (client: SQSClient, { from, to }: Way, message: Message): Promise<void> => {
  const group = message.Attributes?.MessageGroupId;
  await client.send(
    new SendMessageCommand({
      QueueUrl: to.url,
      MessageBody: message.Body ?? '',
      ...(message.MessageAttributes === undefined ? {} : { MessageAttributes: message.MessageAttributes }),
      ...(group === undefined ? {} : { MessageGroupId: group }),
    }),
  );
  // Only now: a crash before this line leaves the message in both queues, and consumers recognise repeats.
  await client.send(new DeleteMessageCommand({ QueueUrl: from.url, ReceiptHandle: message.ReceiptHandle }));
};

/** No more than were there at the start: what fails again and comes back is for another run. */
const moveOneByOne = async (client: SQSClient, { from, to }: Way): Promise<number> => {
  let moved = 0;
  while (moved < from.waiting) {
    const batch = (await receive(client, from.url, hiddenSeconds)).slice(0, from.waiting - moved);
    if (batch.length === 0) break;
    for (const message of batch) {
      await sendAgain(client, { from, to }, message);
      moved += 1;
    }
  }
  return moved;
};

/**
 * Moves the dead letters of a queue back to it, at least once each; with `isDryRun` it only counts and shows ids and
 * ages. Bodies are never printed.
 * @returns how many were moved, or would be
 */
export const redrive = async (
  client: SQSClient,
  { queue, deadLetters }: QueuePair,
  options: RedriveOptions & { readonly print: (line: string) => void },
): Promise<number> => {
  const { isDryRun, nowMs, pollMs, print } = options;
  const [to, from] = [await findQueue(client, queue), await findQueue(client, deadLetters)];
  print(`${from.name}: ${String(from.waiting)} waiting`);
  if (isDryRun) {
    const letters = from.waiting === 0 ? [] : await lookAt(client, from, { most: mostShown, nowMs });
    for (const { messageId, ageSeconds } of letters) print(`  ${messageId}  ${String(ageSeconds)} s old`);
    if (from.waiting > letters.length) print(`  and about ${String(from.waiting - letters.length)} more`);
    return from.waiting;
  }
  if (from.waiting === 0) return 0;
  const isTask = await startTask(client, from, to);
  const moved = isTask ? await awaitTask(client, from, pollMs) : await moveOneByOne(client, { from, to });
  print(`${from.name}: ${String(moved)} moved to ${to.name}`);
  return moved;
};
