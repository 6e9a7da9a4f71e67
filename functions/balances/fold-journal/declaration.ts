import { declareStream } from '../../kernel/operation/declaration.ts';

export const foldJournal = declareStream({
  operationId: 'foldJournal',
  subdomain: 'balances',
  summary:
    "Adds the journal up into ledger totals, lowers persons' totals, and warns of low partner balances and overdrawn ones.",
  batchSize: 100,
  uses: ['table'],
  access: 'write',
  emits: ['partner_balance.low', 'balance.overdrawn'],
  errors: [],
  timeoutSeconds: 60,
});
