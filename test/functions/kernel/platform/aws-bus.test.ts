import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { eventBridgeBus } from '../../../../functions/kernel/platform/aws-bus.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';

const events = mockClient(EventBridgeClient);
afterAll(() => events.restore());
const bus = eventBridgeBus(new EventBridgeClient({}), 'nodal-dev');
const entry = { source: 'nodal.cards', detailType: 'card.created', detail: '{"id":"evt_1"}' };

beforeEach(() => {
  events.reset();
});

describe('the bus in EventBridge', () => {
  it('I6 tells for each entry whether it was taken', async () => {
    events.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ EventId: 'a' }, { ErrorCode: 'ThrottlingException' }, { EventId: 'c' }],
    });
    expect(await bus.publish([entry, entry, entry])).toEqual([true, false, true]);
    expect(events.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries?.[0]).toEqual({
      EventBusName: 'nodal-dev',
      Source: 'nodal.cards',
      DetailType: 'card.created',
      Detail: '{"id":"evt_1"}',
    });
  });

  it('I6 counts an entry without an answer as not taken', async () => {
    events.on(PutEventsCommand).resolves({});
    expect(await bus.publish([entry, entry])).toEqual([false, false]);
  });

  it('I6 publishes nothing without a call', async () => {
    expect(await bus.publish([])).toEqual([]);
    expect(events.calls()).toHaveLength(0);
  });

  it('I6 says so when the bus does not answer', async () => {
    events.on(PutEventsCommand).rejects(awsError('InternalException', 500));
    await expect(bus.publish([entry])).rejects.toMatchObject(temporarilyUnavailable);
  });
});
