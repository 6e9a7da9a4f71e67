import { declareStream } from '../../kernel/operation/declaration.ts';

export const relayRecords = declareStream({
  operationId: 'relayRecords',
  subdomain: 'events',
  summary: 'Publishes records as events, and turns timers into queue messages or one-time schedules.',
  batchSize: 100,
  uses: ['bus', 'queues', 'schedules'],
  access: 'none',
  sendsTo: ['timers'],
  emits: [],
  errors: [],
  timeoutSeconds: 60,
});
