import * as z from 'zod';
import { declareTask } from '../../kernel/operation/declaration.ts';

export const failIssuance = declareTask({
  operationId: 'failIssuance',
  subdomain: 'issuance',
  summary: 'Notes why an issuance failed.',
  workflow: 'card-issuance',
  input: z.object({
    tenantId: z.string(),
    issuanceId: z.string(),
    failure: z.object({ Error: z.string(), Cause: z.string().optional() }),
  }),
  output: z.object({}),
  uses: ['table'],
  access: 'write',
  emits: ['issuance.failed'],
  errors: [],
});
