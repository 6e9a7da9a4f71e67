import { declareSchedule } from '../../kernel/operation/declaration.ts';
import { timerQueue } from '../../kernel/timers/timer-message.ts';

export const sweepTimers = declareSchedule({
  operationId: 'sweepTimers',
  subdomain: 'timers',
  summary: 'Sends timers that are overdue to the dispatcher, whatever became of their schedules.',
  everyMinutes: 5,
  uses: ['table', 'queues'],
  access: 'read',
  sendsTo: [timerQueue],
  emits: [],
  errors: [],
  timeoutSeconds: 120,
});
