import { createPublicKey, randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import type { RawRequest, TwinServer } from './twin-server.ts';
import { rawCall } from './twin-server.ts';

/** The request body of the protocol: the JSON sealed to the twin's key, with a key for the answer. */
export const sealTo = async (
  twin: TwinServer,
  body: unknown,
  header: Readonly<Record<string, string>> = {},
): Promise<{ rawBody: string; replyKey: Uint8Array }> => {
  const { kid, spki } = await twin.platform.messageKeys.current();
  const replyKey = randomBytes(32);
  const message = JSON.stringify({ replyKey: replyKey.toString('base64url'), body });
  const payload = await new CompactEncrypt(Buffer.from(message))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid, ...header })
    .encrypt(createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }));
  return { rawBody: JSON.stringify({ payload }), replyKey };
};

/** Every member that some call answers with; a test reads those of its call. */
export interface TwinReply {
  readonly accountId: string;
  readonly number: string;
  readonly iban: string;
  readonly cardId: string;
  readonly pan: string;
  readonly cvv: string;
  readonly fingerprint: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
  readonly status: string;
  readonly caseId: string;
  readonly eventId: string;
  readonly pending: number;
  readonly events: readonly { readonly eventId: string; readonly reference: string; readonly status: string }[];
  readonly error: { readonly code: string };
}

export interface SealedAnswer {
  readonly status: number;
  /** As it travelled. */
  readonly text: string;
  /** Empty when the answer was not sealed. */
  readonly body: TwinReply;
}

/** A whole exchange by an independent client: sealed request, signed, sealed answer opened. */
export const sealedCall = async (
  twin: TwinServer,
  call: Pick<RawRequest, 'path' | 'program'> & { readonly body: unknown },
): Promise<SealedAnswer> => {
  const { rawBody, replyKey } = await sealTo(twin, call.body);
  const { status, text } = await rawCall(twin, { path: call.path, program: call.program, rawBody });
  const { payload } = JSON.parse(text) as { payload?: string };
  if (payload === undefined) return { status, text, body: {} as TwinReply };
  const { plaintext, protectedHeader } = await compactDecrypt(payload, replyKey);
  if (protectedHeader.alg !== 'dir') throw new Error('the answer is not under the reply key');
  return { status, text, body: JSON.parse(Buffer.from(plaintext).toString('utf8')) as TwinReply };
};

/** A call of the control API. */
export const controlCall = async (
  twin: TwinServer,
  call: Pick<RawRequest, 'path' | 'program'> & { readonly body: unknown },
): Promise<SealedAnswer> => {
  const { path, program, body } = call;
  const { status, text } = await rawCall(twin, {
    path,
    program,
    rawBody: JSON.stringify(body),
    secretName: 'sandbox-control',
  });
  return { status, text, body: JSON.parse(text) as TwinReply };
};
