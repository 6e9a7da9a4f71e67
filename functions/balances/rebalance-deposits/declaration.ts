import { declareSchedule } from '../../kernel/operation/declaration.ts';

export const rebalanceDeposits = declareSchedule({
  operationId: 'rebalanceDeposits',
  subdomain: 'balances',
  summary: 'Evens out the slices of deposits, so that authorizations find money where they look first.',
  everyMinutes: 5,
  uses: ['table'],
  access: 'write',
  emits: [],
  errors: [],
  timeoutSeconds: 120,
});
