import { CompactEncrypt, compactDecrypt, exportSPKI, generateKeyPair, importJWK } from 'jose';
import * as z from 'zod';
import type { ApiCall, ApiClient } from './api-client.ts';

const encryptionKey = z.object({
  kid: z.string(),
  alg: z.literal('RSA-OAEP-256'),
  enc: z.literal('A256GCM'),
  jwk: z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string() }),
});

const envelope = z.object({ payload: z.string() });

/** Speaks to encrypted operations (api.md section 3): requests to the platform's key, answers to one of our own. */
export interface EncryptedCalls {
  /** Body and answer are JWE; without a body only the answer is. */
  call<Answer extends z.ZodType>(call: ApiCall, answer: Answer): Promise<z.output<Answer>>;
}

/** Fetches the platform's key and makes a pair for the answers. */
export const encryptedCalls = async (api: ApiClient): Promise<EncryptedCalls> => {
  const { kid, alg, enc, jwk } = await api.call({ method: 'GET', path: '/secure/encryption-key' }, encryptionKey);
  const platformKey = await importJWK({ kty: jwk.kty, n: jwk.n, e: jwk.e }, alg);
  const own = await generateKeyPair('RSA-OAEP-256', { modulusLength: 2048 });
  const publicKey = Buffer.from(await exportSPKI(own.publicKey)).toString('base64');
  const encrypt = (body: unknown): Promise<string> =>
    new CompactEncrypt(Buffer.from(JSON.stringify(body))).setProtectedHeader({ alg, enc, kid }).encrypt(platformKey);
  return {
    call: async (call, answer) => {
      const isEncrypted = call.body !== undefined;
      const sent = await api.call(
        {
          method: call.method,
          path: call.path,
          headers: { 'public-key': publicKey, [isEncrypted ? 'encrypted-request' : 'encrypt-response']: 'true' },
          ...(isEncrypted ? { body: { payload: await encrypt(call.body) } } : {}),
        },
        envelope,
      );
      const opened = await compactDecrypt(sent.payload, own.privateKey, {
        keyManagementAlgorithms: [alg],
        contentEncryptionAlgorithms: [enc],
      });
      return answer.parse(JSON.parse(Buffer.from(opened.plaintext).toString('utf8')));
    },
  };
};
