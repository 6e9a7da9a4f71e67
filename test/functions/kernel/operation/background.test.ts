import type { Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { DomainError, TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import {
  declareQueue,
  declareSchedule,
  declareStream,
  declareTask,
  declareTimer,
} from '../../../../functions/kernel/operation/declaration.ts';
import { queueOperation } from '../../../../functions/kernel/operation/queue-operation.ts';
import { scheduleOperation } from '../../../../functions/kernel/operation/schedule-operation.ts';
import type { Change } from '../../../../functions/kernel/operation/stream-operation.ts';
import { streamOperation } from '../../../../functions/kernel/operation/stream-operation.ts';
import type { OperationContext } from '../../../../functions/kernel/operation/context.ts';
import { taskOperation, timerOperation } from '../../../../functions/kernel/operation/task-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { localMeter } from '../../../../local/meter.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const common = {
  operationId: 'probeWorker',
  subdomain: 'kernel',
  summary: 'Tests only.',
  uses: ['table'],
  access: 'none',
  emits: [],
  errors: [],
} as const;
const none = {} as Context;

const sqs = (...bodies: string[]): SQSEvent =>
  ({
    Records: bodies.map((body, position) => ({
      messageId: `m${position}`,
      body,
      attributes: { ApproximateReceiveCount: '3' },
    })),
  }) as unknown as SQSEvent;

const queue = declareQueue({ ...common, queue: 'probes', message: z.strictObject({ what: z.string() }) });

describe('A queue operation', () => {
  it('M-35 counts a batch with a failed message as failed', async () => {
    const meter = localMeter();
    const handle = queueOperation(queue, { ...platform, meter }, async ({ message }) => {
      if (message.what === 'late') throw new TemporarilyUnavailable();
    });
    await handle(sqs('{"what":"a"}'), none);
    await handle(sqs('{"what":"a"}', '{"what":"late"}'), none);
    expect(meter.operations.map(({ status }) => status)).toEqual([200, 500]);
  });

  it('I6 reports exactly the messages that failed, and handles the others', async () => {
    const handled: [string, number][] = [];
    const handle = queueOperation(queue, platform, async ({ message, attempt }) => {
      if (message.what === 'late') throw new TemporarilyUnavailable();
      if (message.what === 'never') throw new DomainError('invalid', 'no_such_thing', { detail: '' });
      if (message.what === 'defect') throw new Error('oops');
      handled.push([message.what, attempt]);
    });
    const bodies = ['a', 'late', 'b', 'never', 'defect'].map((what) => JSON.stringify({ what }));
    const answer = await handle(sqs(...bodies, 'not json', '{"what":1}', '{"what":"c","more":1}'), none);
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      'm1',
      'm3',
      'm4',
      'm5',
      'm6',
      'm7',
    ]);
    expect(handled).toEqual([
      ['a', 3],
      ['b', 3],
    ]);
  });

  it('tells delays, refusals and defects apart in the log, without the message', async () => {
    const before = platform.logLines().length;
    const errors = [
      new TemporarilyUnavailable(),
      new DomainError('not_found', 'unknown_card', { detail: '4111' }),
      new Error('4111'),
    ];
    const handle = queueOperation(queue, platform, async () => {
      throw errors.shift() ?? new Error('none left');
    });
    await handle(sqs('{"what":"x"}', '{"what":"y"}', '{"what":"z"}'), none);
    const lines = platform.logLines().slice(before);
    const parsed = lines.map((line) => JSON.parse(line) as { message: string; code?: string });
    expect(parsed.map(({ message, code }) => [message, code])).toEqual([
      ['message_delayed', 'temporarily_unavailable'],
      ['message_refused', 'unknown_card'],
      ['message_failed', undefined],
    ]);
    expect(lines.join('')).not.toContain('4111');
  });

  it('an empty batch has no failures', async () => {
    const handle = queueOperation(queue, platform, async () => undefined);
    expect(await handle(sqs(), none)).toEqual({ batchItemFailures: [] });
  });
});

const stream = declareStream({ ...common, batchSize: 10 });
const changes = (...names: string[]): DynamoDBStreamEvent =>
  ({
    Records: names.map((eventName, position) => ({
      eventName,
      dynamodb: {
        SequenceNumber: `s${position}`,
        NewImage: eventName === 'REMOVE' ? undefined : { pk: { S: 'new' }, n: { N: '9007199254740993' } },
        OldImage: eventName === 'INSERT' ? undefined : { pk: { S: 'old' } },
      },
    })),
  }) as unknown as DynamoDBStreamEvent;

describe('A stream operation', () => {
  it('shows changes with both images, whole numbers exact', async () => {
    const seen: Change[] = [];
    const handle = streamOperation(stream, platform, async (batch) => {
      seen.push(...batch);
      return undefined;
    });
    expect(await handle(changes('INSERT', 'MODIFY', 'REMOVE'), none)).toEqual({ batchItemFailures: [] });
    expect(seen.map(({ kind, before, after }) => [kind, before?.['pk'], after?.['pk']])).toEqual([
      ['insert', undefined, 'new'],
      ['modify', 'old', 'new'],
      ['remove', 'old', undefined],
    ]);
    expect(seen[0]?.after?.['n']).toBe(9_007_199_254_740_993n);
  });

  it('I6 repeats from the first change that was not handled', async () => {
    const handle = streamOperation(stream, platform, async () => 1);
    expect(await handle(changes('INSERT', 'INSERT', 'INSERT'), none)).toEqual({
      batchItemFailures: [{ itemIdentifier: 's1' }],
    });
  });

  it('I6 repeats the whole batch after a defect', async () => {
    const handle = streamOperation(stream, platform, async () => {
      throw new Error('oops');
    });
    expect(await handle(changes('INSERT', 'INSERT'), none)).toEqual({ batchItemFailures: [{ itemIdentifier: 's0' }] });
  });

  it('I6 never answers success for a position outside the batch', async () => {
    const handle = streamOperation(stream, platform, async () => 2);
    await expect(handle(changes('INSERT', 'INSERT'), none)).rejects.toThrow(RangeError);
  });
});

const task = declareTask({
  ...common,
  workflow: 'card-issuance',
  input: z.strictObject({ tenantId: z.string(), issuanceId: z.string() }),
  output: z.object({ done: z.boolean() }),
});

describe('A workflow task', () => {
  const input = () => ({ tenantId: tenant.tenantId, issuanceId: 'iss_1' });

  it("runs as the system for the input's tenant and answers only what it declares", async () => {
    const contexts: OperationContext[] = [];
    const handle = taskOperation(task, platform, async (context) => {
      contexts.push(context);
      return { done: true, secret: 'x' };
    });
    expect(await handle(input(), none)).toEqual({ done: true });
    expect(contexts[0]).toMatchObject({
      tenant: { tenantId: tenant.tenantId },
      caller: { kind: 'system', operation: 'probeWorker' },
      surface: 'system',
      idempotency: undefined,
    });
  });

  it.each([
    ['kyc_rejected', new DomainError('conflict', 'kyc_rejected', { detail: 'No.' })],
    ['temporarily_unavailable', new TemporarilyUnavailable()],
  ])('fails under the code %s as the name of the error', async (name, error) => {
    const handle = taskOperation(task, platform, async () => {
      throw error;
    });
    await expect(handle(input(), none)).rejects.toMatchObject({ name, message: error.message });
  });

  it('M-35 logs a refusal by its code, and only a defect with its place in the code', async () => {
    const logged = async (error: Error): Promise<unknown> => {
      const handle = taskOperation(task, platform, async () => {
        throw error;
      });
      await expect(handle(input(), none)).rejects.toThrow();
      return JSON.parse(platform.logLines().at(-1) ?? '{}');
    };
    const refused = await logged(new TemporarilyUnavailable());
    expect(refused).toMatchObject({ level: 'warn', message: 'operation_refused', code: 'temporarily_unavailable' });
    expect(refused).not.toHaveProperty('frames');
    expect(await logged(new TypeError('a defect'))).toMatchObject({ level: 'error', frames: expect.any(Array) });
  });

  it('fails under the code that a retrier lists when the table does not answer for the tenant', async () => {
    const silent = {
      ...platform,
      table: {
        ...platform.table,
        get: async () => {
          throw new TemporarilyUnavailable();
        },
      },
    };
    const handle = taskOperation(task, silent, async () => ({ done: true }));
    await expect(handle(input(), none)).rejects.toMatchObject({ name: 'temporarily_unavailable' });
  });

  it.each([
    ['an unknown tenant', () => ({ tenantId: 'ten_unknown', issuanceId: 'iss_1' })],
    ['a foreign member', () => ({ ...input(), extra: 1 })],
    ['nothing', () => undefined],
  ])('fails on %s', async (_, event) => {
    const handle = taskOperation(task, platform, async () => ({ done: true }));
    await expect(handle(event(), none)).rejects.toThrow();
  });
});

const timer = declareTimer({ ...common, payload: z.strictObject({ kycId: z.string() }) });

describe('A timer operation', () => {
  it('gets its payload and its tenant', async () => {
    const seen: unknown[] = [];
    const handle = timerOperation(timer, platform, async (context, payload) => {
      seen.push([context.tenant.tenantId, payload]);
    });
    await handle({ tenantId: tenant.tenantId, payload: { kycId: 'kyc_1' } }, none);
    expect(seen).toEqual([[tenant.tenantId, { kycId: 'kyc_1' }]]);
  });

  it('fails on a payload that it does not declare, so that the dispatcher tries again and then parks it', async () => {
    const handle = timerOperation(timer, platform, async () => undefined);
    await expect(handle({ tenantId: tenant.tenantId, payload: { kycId: 1 } }, none)).rejects.toThrow();
  });
});

describe('Every background operation', () => {
  it('M-35 is measured, failed or not', async () => {
    const meter = localMeter();
    let isBroken = false;
    const declaration = declareSchedule({ ...common, everyMinutes: 5 });
    const handle = scheduleOperation(declaration, { ...platform, meter }, async () => {
      if (isBroken) throw new Error('oops');
    });
    await handle({}, none);
    isBroken = true;
    await expect(handle({}, none)).rejects.toThrow('oops');
    expect(meter.operations.map(({ operation, surface, status }) => [operation, surface, status])).toEqual([
      ['probeWorker', 'system', 200],
      ['probeWorker', 'system', 500],
    ]);
  });
});
