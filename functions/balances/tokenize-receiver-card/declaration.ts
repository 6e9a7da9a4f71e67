import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { isCardNumber } from '../domain/card-number.ts';

/** The message says nothing of the number itself. */
const pan = z.string().refine(isCardNumber, 'must be a card number of 14 to 19 digits');

export const tokenizeReceiverCard = declareHttp({
  operationId: 'tokenizeReceiverCard',
  subdomain: 'balances',
  summary: "Hands a receiver's card number to the issuer and answers a token for it.",
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/receiver-cards' },
    { surface: 'customer', method: 'POST', path: '/me/receiver-cards' },
  ],
  status: 201,
  params: {},
  query: noQuery,
  body: z.strictObject({ pan }),
  answer: z.object({ cardNumberToken: z.string() }).meta({ id: 'ReceiverCard' }),
  encryption: 'both',
  idempotency: 'reserved',
  secretBody: true,
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['issuer-request-signing', 'person-pepper'],
  emits: [],
  errors: ['issuer_refused', 'temporarily_unavailable'],
});
