import { CompactEncrypt, compactDecrypt, errors } from 'jose';
import * as z from 'zod';
import { parseStrictJson } from '../../kernel/crypto/strict-json.ts';
import type { EncryptionKey, EncryptionKeys } from './encryption-key.ts';
import type { Exchange, ProviderAnswer, ProviderPlatform, WireAnswer, WireExchange } from './exchange.ts';

const sealed = z.strictObject({ payload: z.string().max(512 * 1024) });
const unreadable: ProviderAnswer = { status: 0, body: undefined };
const replyKeyBytes = 32;

const encrypt = async (message: unknown, { kid, publicKey }: EncryptionKey): Promise<string> => {
  const payload = await new CompactEncrypt(Buffer.from(JSON.stringify(message)))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid })
    .encrypt(publicKey);
  return JSON.stringify({ payload });
};

const payloadOf = (text: string): string | undefined => {
  try {
    return sealed.parse(JSON.parse(text)).payload;
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** Only what is sealed under this request's own key can be an answer to it. */
const decrypt = async ({ status, text }: WireAnswer, replyKey: Uint8Array): Promise<ProviderAnswer> => {
  const payload = payloadOf(text);
  // In clear the provider only says that it could not read or could not serve; a success in clear is no success.
  if (payload === undefined) return status >= 200 && status < 300 ? unreadable : { status, body: undefined };
  try {
    const { plaintext } = await compactDecrypt(payload, replyKey, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      maxDecompressedLength: 0,
    });
    return { status, body: parseStrictJson(plaintext) };
  } catch (error) {
    if (error instanceof errors.JOSEError) return unreadable;
    throw error;
  }
};

const isKeyUnknown = ({ status, text }: WireAnswer): boolean => status === 400 && text.includes('"cannot_decrypt"');

/**
 * Interceptor: encrypts every request to the provider's key and decrypts every answer with the key that the request
 * carried (M-25). A request that the provider could not decrypt was not carried out, so it goes out once more under
 * the key that the provider publishes now.
 */
export const encrypted =
  (platform: Pick<ProviderPlatform, 'random'>, keys: EncryptionKeys) =>
  (next: WireExchange): Exchange =>
  async (request) => {
    const replyKey = platform.random.bytes(replyKeyBytes);
    const message = { replyKey: Buffer.from(replyKey).toString('base64url'), body: request.body };
    const exchange = async (): Promise<WireAnswer | undefined> => {
      const key = await keys.current(request.timeoutMs);
      return key === undefined ? undefined : next({ request, body: await encrypt(message, key) });
    };
    let answer = await exchange();
    if (answer !== undefined && isKeyUnknown(answer)) {
      keys.forget();
      answer = await exchange();
    }
    return answer === undefined ? unreadable : decrypt(answer, replyKey);
  };
