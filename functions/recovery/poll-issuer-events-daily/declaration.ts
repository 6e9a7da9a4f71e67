import { declareSchedule } from '../../kernel/operation/declaration.ts';

export const pollIssuerEventsDaily = declareSchedule({
  operationId: 'pollIssuerEventsDaily',
  subdomain: 'recovery',
  summary: 'Looks for events of the last 15 days that no webhook brought and queues them.',
  everyMinutes: 1440,
  uses: ['table', 'secrets', 'queues', 'fetch'],
  access: 'read',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['issuer-request-signing'],
  sendsTo: ['issuer-events'],
  emits: [],
  errors: [],
  timeoutSeconds: 900,
});
