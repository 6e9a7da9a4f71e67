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
  /** Body and answer are JWE; without a body only the answer is, and an answer without content is none. */
  call<Answer extends z.ZodType>(call: ApiCall, answer: Answer): Promise<z.output<Answer>>;
  /** The same where the platform is to refuse. @returns status and code */
  refusal(call: ApiCall): Promise<string>;
  /** The same keys for another caller. */
  as(api: ApiClient): EncryptedCalls;
}

/**
 * Fetches the platform's key and makes a pair for the answers.
 * @param path where the caller's surface publishes the key
 */
export const encryptedCalls = async (api: ApiClient, path = '/secure/encryption-key'): Promise<EncryptedCalls> => {
  const { kid, alg, enc, jwk } = await api.call({ method: 'GET', path }, encryptionKey);
  const platformKey = await importJWK({ kty: jwk.kty, n: jwk.n, e: jwk.e }, alg);
  const own = await generateKeyPair('RSA-OAEP-256', { modulusLength: 2048 });
  const publicKey = Buffer.from(await exportSPKI(own.publicKey)).toString('base64');
  const encrypt = (body: unknown): Promise<string> =>
    new CompactEncrypt(Buffer.from(JSON.stringify(body))).setProtectedHeader({ alg, enc, kid }).encrypt(platformKey);
  const sealed = async ({ method, path, body, headers }: ApiCall): Promise<ApiCall> => {
    const wish = { [body === undefined ? 'encrypt-response' : 'encrypted-request']: 'true' };
    const payload = body === undefined ? {} : { body: { payload: await encrypt(body) } };
    return { method, path, headers: { ...headers, ...wish, 'public-key': publicKey }, ...payload };
  };
  const open = async (payload: string): Promise<unknown> => {
    const { plaintext } = await compactDecrypt(payload, own.privateKey, {
      keyManagementAlgorithms: [alg],
      contentEncryptionAlgorithms: [enc],
    });
    return JSON.parse(Buffer.from(plaintext).toString('utf8'));
  };
  const speaking = (by: ApiClient): EncryptedCalls => ({
    call: async (call, answer) => {
      const sent = await by.call(await sealed(call), envelope.optional());
      return answer.parse(sent === undefined ? undefined : await open(sent.payload));
    },
    refusal: async (call) => by.refusal(await sealed(call)),
    as: speaking,
  });
  return speaking(api);
};
