import type { CryptoKey } from 'jose';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, exportSPKI, generateKeyPair, importSPKI } from 'jose';
import { expect } from 'vitest';
import * as z from 'zod';
import type { Caller } from './caller.ts';
import { answered } from './caller.ts';

const alg = 'RSA-OAEP-256';
const enc = 'A256GCM';

const publishedKey = z.object({
  kid: z.string(),
  alg: z.literal(alg),
  enc: z.literal(enc),
  publicKey: z.base64(),
  jwk: z.looseObject({ kty: z.literal('RSA') }),
});

const envelope = z.strictObject({ payload: z.string() });

/** A caller's own key pair and the platform's key: what a tenant's backend keeps (api.md section 3). */
export interface Encryption {
  /** Headers that ask for encryption in both directions. */
  readonly both: Readonly<Record<string, string>>;
  /** Headers that ask for an encrypted answer. */
  readonly answerOnly: Readonly<Record<string, string>>;
  /** A body as the platform wants it. */
  seal(body: unknown): Promise<{ payload: string }>;
  /** What an encrypted answer says. */
  open(body: unknown): Promise<unknown>;
}

const platformKey = async (caller: Caller, path: string): Promise<{ key: CryptoKey; kid: string }> => {
  const published = answered(await caller.get(path), 200, publishedKey);
  const lines = published.publicKey.match(/.{1,64}/gu)?.join('\n') ?? '';
  const pem = `-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----`;
  return { key: await importSPKI(pem, alg), kid: published.kid };
};

/** @param path where the caller's surface publishes the platform's key */
export const encryptionFor = async (caller: Caller, path = '/secure/encryption-key'): Promise<Encryption> => {
  const { key, kid } = await platformKey(caller, path);
  const own = await generateKeyPair(alg, { modulusLength: 2048 });
  const publicKey = Buffer.from(await exportSPKI(own.publicKey)).toString('base64');
  return {
    both: { 'public-key': publicKey, 'encrypted-request': 'true' },
    answerOnly: { 'public-key': publicKey, 'encrypt-response': 'true' },
    seal: async (body) => {
      const jwe = new CompactEncrypt(Buffer.from(JSON.stringify(body)));
      return { payload: await jwe.setProtectedHeader({ alg, enc, kid }).encrypt(key) };
    },
    open: async (body) => {
      const { payload } = envelope.parse(body);
      expect(decodeProtectedHeader(payload)).toMatchObject({ alg, enc });
      const { plaintext } = await compactDecrypt(payload, own.privateKey);
      return JSON.parse(Buffer.from(plaintext).toString('utf8')) as unknown;
    },
  };
};
