import * as z from 'zod';
import { declareTask } from '../../kernel/operation/declaration.ts';

export const failMandate = declareTask({
  operationId: 'failMandate',
  subdomain: 'mandates',
  summary: 'Notes why the registration of a mandate stopped.',
  workflow: 'mandate-registration',
  input: z.object({ tenantId: z.string(), mandateId: z.string(), failure: z.object({ Error: z.string() }) }),
  output: z.object({}),
  uses: ['table', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['mandate.rejected'],
  errors: ['mandate_not_found', 'temporarily_unavailable'],
});
