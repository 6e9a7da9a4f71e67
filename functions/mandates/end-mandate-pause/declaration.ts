import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const endMandatePause = declareTimer({
  operationId: 'endMandatePause',
  subdomain: 'mandates',
  summary: 'Lets a mandate go on when its pause is over.',
  payload: z.strictObject({ mandateId: z.string() }),
  uses: ['table', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['mandate.resumed'],
  errors: ['mandate_not_found', 'temporarily_unavailable'],
});
