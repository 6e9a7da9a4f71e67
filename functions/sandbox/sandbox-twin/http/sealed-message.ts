import { CompactEncrypt } from 'jose';
import * as z from 'zod';
import { decryptMessage } from '../../../kernel/crypto/jwe-decrypt.ts';
import { parseStrictJson } from '../../../kernel/crypto/strict-json.ts';
import { DomainError } from '../../../kernel/errors/domain-error.ts';
import type { KeyRing } from '../../../kernel/platform/platform.ts';
import { Refusal } from './refusal.ts';

const outer = z.strictObject({ payload: z.string() });
const inner = z.strictObject({ replyKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/), body: z.unknown() });

/** A decrypted request and the key that its answer goes out under. */
export interface OpenedMessage {
  readonly replyKey: Uint8Array;
  readonly body: unknown;
}

const open = async (rawBody: Uint8Array, keys: KeyRing): Promise<OpenedMessage> => {
  const { payload } = outer.parse(parseStrictJson(rawBody));
  const { replyKey, body } = inner.parse(parseStrictJson(await decryptMessage(payload, keys)));
  return { replyKey: Buffer.from(replyKey, 'base64url'), body };
};

/**
 * Decrypts a request.
 * @throws Refusal 400 `cannot_decrypt`, one answer for every cause: shape, key, tag or content
 */
export const openMessage = async (rawBody: Uint8Array, keys: KeyRing): Promise<OpenedMessage> => {
  try {
    return await open(rawBody, keys);
  } catch (error) {
    const isTheirs = error instanceof z.ZodError || (error instanceof DomainError && error.kind === 'invalid');
    if (isTheirs) throw new Refusal(400, 'cannot_decrypt');
    throw error;
  }
};

/** @returns the answer's body: a compact JWE, `dir` and A256GCM under the request's own reply key */
export const sealAnswer = async (body: unknown, replyKey: Uint8Array): Promise<{ readonly payload: string }> => ({
  payload: await new CompactEncrypt(Buffer.from(JSON.stringify(body)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(replyKey),
});
