import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const getEncryptionKey = declareHttp({
  operationId: 'getEncryptionKey',
  subdomain: 'tenants',
  summary: 'Publishes the key that encrypted requests are for.',
  // The key is the platform’s, the same for every tenant, and apps need it before they have a session.
  scope: 'platform',
  routes: [
    { surface: 'secure', method: 'GET', path: '/encryption-key' },
    { surface: 'customer', method: 'GET', path: '/encryption-key', open: true },
  ],
  status: 200,
  params: {},
  query: noQuery,
  body: null,
  answer: z
    .object({
      kid: z.string(),
      alg: z.literal('RSA-OAEP-256'),
      enc: z.literal('A256GCM'),
      publicKey: z.base64(),
      jwk: z.object({
        kty: z.literal('RSA'),
        n: z.string(),
        e: z.string(),
        kid: z.string(),
        alg: z.literal('RSA-OAEP-256'),
        use: z.literal('enc'),
      }),
    })
    .meta({ id: 'EncryptionKey' }),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'messageKeys'],
  access: 'read',
  emits: [],
  errors: [],
});
