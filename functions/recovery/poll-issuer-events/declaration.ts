import { declareSchedule } from '../../kernel/operation/declaration.ts';

export const pollIssuerEvents = declareSchedule({
  operationId: 'pollIssuerEvents',
  subdomain: 'recovery',
  summary: 'Looks for events of the last 48 hours that no webhook brought and queues them.',
  everyMinutes: 15,
  uses: ['table', 'secrets', 'queues', 'fetch'],
  access: 'read',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['issuer-request-signing'],
  sendsTo: ['issuer-events'],
  emits: [],
  errors: [],
  timeoutSeconds: 300,
});
