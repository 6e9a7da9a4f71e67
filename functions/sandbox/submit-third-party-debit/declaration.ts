import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const submitThirdPartyDebit = declareTimer({
  operationId: 'submitThirdPartyDebit',
  subdomain: 'sandbox',
  summary: 'Makes a debit that a third party announced, in the sandbox.',
  payload: z.strictObject({
    debitId: z.string(),
    isPatient: z.boolean(),
    standIn: z.boolean().default(false),
    tries: z.int().min(1),
  }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['temporarily_unavailable'],
  timeoutSeconds: 29,
});
