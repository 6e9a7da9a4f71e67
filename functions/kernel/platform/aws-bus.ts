import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Environment } from '../config/environment.ts';
import { answered, clientSettings } from './aws-client.ts';
import type { EventBus } from './platform.ts';

export const eventBridgeBus = (client: EventBridgeClient, busName: string): EventBus => ({
  publish: async (entries) => {
    if (entries.length === 0) return [];
    const command = new PutEventsCommand({
      Entries: entries.map(({ source, detailType, detail }) => ({
        EventBusName: busName,
        Source: source,
        DetailType: detailType,
        Detail: detail,
      })),
    });
    const { Entries = [] } = await answered(client.send(command));
    // PutEvents answers 200 even when it took none; an entry counts only when it got an id.
    return entries.map((_, index) => Entries[index]?.EventId !== undefined);
  },
});

export const awsBus = (environment: Environment): EventBus =>
  eventBridgeBus(new EventBridgeClient(clientSettings({ attempts: 3, requestTimeoutMs: 2000 })), environment.bus);
