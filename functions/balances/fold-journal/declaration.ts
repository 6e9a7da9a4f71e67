import { declareStream } from '../../kernel/operation/declaration.ts';

export const foldJournal = declareStream({
  operationId: 'foldJournal',
  subdomain: 'balances',
  summary: 'Adds the journal up into ledger totals, and warns of low partner balances.',
  batchSize: 100,
  uses: ['table'],
  access: 'write',
  emits: ['partner_balance.low'],
  errors: [],
  timeoutSeconds: 60,
});
