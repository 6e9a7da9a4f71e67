import { declareQueue } from '../../kernel/operation/declaration.ts';
import { doubtMessage, doubtQueue } from '../doubt-schemas.ts';

export const settleDoubt = declareQueue({
  operationId: 'settleDoubt',
  subdomain: 'authorizations',
  summary: 'Finds out what became of a request that was answered late, and reverses an approval nobody heard of.',
  queue: doubtQueue,
  message: doubtMessage,
  uses: ['table', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing', 'person-pepper'],
  emits: [
    'authorization.declined',
    'authorization.increment_declined',
    'authorization.reversed',
    'transaction.posted',
    'card_mandate.taken_back',
    'card_mandate_debit.taken_back',
  ],
  errors: ['concurrent_change'],
});
