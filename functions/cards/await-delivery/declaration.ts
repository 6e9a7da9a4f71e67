import * as z from 'zod';
import { declareTask } from '../../kernel/operation/declaration.ts';

export const awaitDelivery = declareTask({
  operationId: 'awaitDelivery',
  subdomain: 'cards',
  summary: 'Leaves the workflow of a linked card waiting until its plastic has arrived, or has not.',
  workflow: 'physical-card-order',
  input: z.object({ tenantId: z.string(), cardId: z.string(), orderId: z.string(), taskToken: z.string() }),
  output: z.object({}),
  uses: ['table', 'workflows'],
  access: 'write',
  workflows: ['physical-card-order'],
  emits: [],
  errors: [],
});
