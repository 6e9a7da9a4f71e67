import { declareQueue } from '../../kernel/operation/declaration.ts';
import { timerMessage, timerQueue } from '../../kernel/timers/timer-message.ts';

export const fireTimer = declareQueue({
  operationId: 'fireTimer',
  subdomain: 'timers',
  summary: 'Runs the operation of a timer that is due.',
  queue: timerQueue,
  message: timerMessage,
  uses: ['table', 'operations'],
  access: 'write',
  invokes: ['*'],
  emits: [],
  errors: ['timer_early'],
  timeoutSeconds: 60,
});
